"""What `epj verify` tells, and in which forms."""
