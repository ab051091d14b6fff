"""What a simulated journal may be made to do wrong: one file per fault in `transport`, `protocol` and `domain`."""
