"""What `epj accept` starts itself: one simulated journal, or all of them."""
