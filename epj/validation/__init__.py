"""What `epj validate` is made of: where messages come from, how they are judged, and the forms of the report."""
