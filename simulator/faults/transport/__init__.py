"""Faults between the journal and the bus."""
