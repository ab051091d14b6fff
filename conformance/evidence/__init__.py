"""Everything a run sees, written once and read back by the reports."""
