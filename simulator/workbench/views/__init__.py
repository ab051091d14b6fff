"""The pages, one module per subject; each puts its own on the blueprint with `add`."""
