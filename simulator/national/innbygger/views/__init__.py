"""The pages of the citizen, one module for each part."""
