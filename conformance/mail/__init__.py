"""Helsenorge's mail room: what comes is kept, given to the scenario that owns it, and receipted."""
