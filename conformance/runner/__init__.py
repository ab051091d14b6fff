"""How a run goes: preflight, lint, pytest, judging, progress."""
