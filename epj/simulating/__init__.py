"""What `epj simulate` is made of: what to start, how it is started, what is told."""
