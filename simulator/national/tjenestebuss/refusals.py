"""What the bus says no to; each is one answer of the contract."""

from __future__ import annotations

from standards.errors import Problem


class Refusal(Problem):
    """The bus will not do what was asked."""


class FaultyRequest(Refusal):
    """The request breaks the contract's form."""


class NotJson(Refusal):
    """The request's body is not declared as JSON."""


class UnknownArea(Refusal):
    """No test area with that id."""


class WrongPassword(Refusal):
    """Unknown HER-id, wrong password or none at all."""


class SomebodyElses(Refusal):
    """The queue or the lock belongs to another HER-id."""


class UnknownQueue(Refusal):
    """No such queue in this test area."""


class LockGone(Refusal):
    """The lock has run out, is settled already, or never was."""


class TooLarge(Refusal):
    """The body is over the cap."""
