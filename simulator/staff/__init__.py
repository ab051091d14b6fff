"""How the harness asks the staff of a simulated journal to do something."""
