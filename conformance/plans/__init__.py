"""The test plans: which scenarios belong to which occasion, as data."""
