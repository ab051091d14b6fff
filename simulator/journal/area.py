"""One test area of a simulated journal, as the adapters see it."""

from __future__ import annotations

from typing import Protocol

from simulator.journal.journal import Journal
from standards.errors import Problem


class UnknownArea(Problem):
    """No test area of that id on this server."""


class Area(Protocol):
    """A journal with its connection to the bus."""

    @property
    def journal(self) -> Journal:
        """The journal."""
        ...

    @property
    def staff_secret(self) -> str:
        """The bearer secret that the staff adapter asks for."""
        ...

    @property
    def trouble(self) -> str:
        """What is wrong with the connection to the bus, or an empty text."""
        ...

    def settle(self, seconds: float) -> tuple[bool | None, str]:
        """True when all is handled and sent, False when not in time, None when it cannot be known; and why."""
        ...
