"""How the answers of `epj gate` and `epj diff` are told on the screen."""
