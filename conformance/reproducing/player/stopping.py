"""Why a replay cannot go on."""

from __future__ import annotations


class Stop(Exception):
    """The replay says nothing of the EPJ: something around it is missing or wrong (bokmål, with what to do)."""


class NotTaken(Stop):
    """The bus did not take a message."""
