"""The target file: its form, what it must say, and what is refused before anything is sent."""
