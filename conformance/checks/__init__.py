"""Checks of a whole scenario: small pure functions from facts to findings, or to what is wrong in bokmål."""
