"""What `epj population` is made of: the people as plain data, and the forms they are written in."""
