"""What people do before a run: derived from the scenarios, as one list for one visit with the nurse."""
