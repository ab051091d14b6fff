"""The rules that judge messages and exchanges from their raw bytes."""
