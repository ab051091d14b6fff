"""One wrong EPJ a file: class Wrong overrides one thing, FAILS names the scenarios that must catch it and the rules."""
