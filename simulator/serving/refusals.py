"""What any service may say no to; a service adds its own as more of the same, each one status of the contract."""

from __future__ import annotations

from typing import ClassVar

from standards.errors import Problem


class Refusal(Problem):
    """The service will not do what was asked."""

    status: ClassVar[int] = 400
    headers: tuple[tuple[str, str], ...] = ()
    """What goes with the answer."""


class FaultyRequest(Refusal):
    """The request breaks the contract's form."""


class UnknownAddress(Refusal):
    """No such address."""

    status = 404


class UnknownArea(UnknownAddress):
    """No test area with that id."""


class TooLarge(Refusal):
    """The body is over the cap."""

    status = 413


class NotJson(Refusal):
    """The request's body is not declared as JSON."""

    status = 415


def faulty(expected: str, found: str) -> FaultyRequest:
    """The request is not as expected."""
    return FaultyRequest(
        "Forespørselen har feil form.",
        expected=expected,
        found=found,
        fix="Rett forespørselen; formen står i docs/contract.md.",
    )
