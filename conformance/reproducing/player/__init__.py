"""Plays a recorded scenario again with nothing but Python itself; copied whole into what `epj repro` makes."""
