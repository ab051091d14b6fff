"""Why something was refused, as AMQP says it: a condition with our own text."""

from __future__ import annotations

from typing import Final

from proton import Condition

from simulator.national.tjenestebuss.refusals import LockGone, SomebodyElses, WrongPassword
from simulator.serving.refusals import FaultyRequest, TooLarge, UnknownAddress
from simulator.store.database import StoreFull
from standards.errors import Problem

TOO_LARGE: Final = "amqp:link:message-size-exceeded"
INTERNAL: Final = "amqp:internal-error"
_CONDITIONS: Final[dict[type[Problem], str]] = {
    UnknownAddress: "amqp:not-found",
    SomebodyElses: "amqp:unauthorized-access",
    WrongPassword: "amqp:unauthorized-access",
    TooLarge: TOO_LARGE,
    FaultyRequest: "amqp:decode-error",
    StoreFull: "amqp:resource-limit-exceeded",
    LockGone: "amqp:illegal-state",
}


def condition(problem: Problem) -> Condition:
    """The condition of a refusal."""
    name = next((name for kind, name in _CONDITIONS.items() if isinstance(problem, kind)), INTERNAL)
    return Condition(name, str(problem))
