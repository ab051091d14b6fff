"""What `epj bus` is made of: who we are on the bus, what is shown of a message, and what is done with it."""
