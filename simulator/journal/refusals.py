"""What the journal says no to."""

from __future__ import annotations

from standards.errors import Problem


class Refused(Exception):
    """Staff asked for something that the journal does not allow; the reason is shown to them (bokmål)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FaultyParams(Problem):
    """The parameters of an intent break its form."""


class UnknownIntent(Problem):
    """No such intent here."""


class KeyReused(Problem):
    """An idempotency key came again with other content."""
