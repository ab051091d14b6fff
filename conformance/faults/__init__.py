"""What Helsenorge breaks on purpose: each fault takes a good message and makes exactly one thing wrong."""
