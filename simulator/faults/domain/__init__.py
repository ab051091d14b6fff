"""Faults in what the journal does with what it knows."""
