"""The control API of the simulated journals: never part of what an EPJ shows the world."""
