"""What is taken out of a run so that somebody else can see one thing again."""
