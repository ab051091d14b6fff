"""Durable storage for the simulators: sqlite, one database per test area."""
