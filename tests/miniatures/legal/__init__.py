"""EPJs that differ from the honest ones in one way that the sources allow; each says what, and where it shows."""
