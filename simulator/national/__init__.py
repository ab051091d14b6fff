"""Stand-ins for the national services, one folder each."""
