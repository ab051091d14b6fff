"""What Helsenorge writes: each module builds the messages of one kind of talk."""
