"""How a run goes: lint, pytest, judging, progress."""
