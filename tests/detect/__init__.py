"""The suite against the simulated journals with one fault on at a time: what sees each fault, and what it lets by."""
