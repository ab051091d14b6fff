"""Binds the feature files to pytest."""
