"""Choices that a seed decides: each by its own name, so that one more choice changes no other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import TypeVar

_Option = TypeVar("_Option")


class Draws:
    """The same answers for the same seed and names, on every machine and version of Python."""

    def __init__(self, *path: object) -> None:
        self._path = "/".join(map(str, path))

    def number(self, name: str, below: int) -> int:
        """From 0 up to, but not including, the bound."""
        return int.from_bytes(sha256(f"{self._path}/{name}".encode()).digest()[:8], "big") % below

    def pick(self, name: str, options: Sequence[_Option]) -> _Option:
        """One of them."""
        return options[self.number(name, len(options))]

    def day(self, name: str, first: date, last: date) -> date:
        """A day from the first to the last, both included."""
        return first + timedelta(days=self.number(name, (last - first).days + 1))
