"""Faults in how messages are written: head, receipt, thread, codes, calendar."""
