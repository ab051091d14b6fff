"""What the simulators use to reach other servers."""
