def main() -> None:
    """Entry point of the `epj` command."""
