"""What `epj target init` asks, and the file it writes."""
