"""What `epj build` needs besides the examples themselves: the people and parties, the table, and the files."""
