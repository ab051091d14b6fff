"""Tiny EPJs of our own that test the harness; they share no code with the simulator and none of its codecs."""
