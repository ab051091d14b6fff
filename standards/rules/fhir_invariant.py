"""What an invariant of hn-basis-appointment is: a name, a title and a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from standards.fhir.faults import Breach
from standards.rules.fhir_view import Booking

Check = Callable[[Booking], Iterator[Breach]]


@dataclass(frozen=True)
class Invariant:
    """One invariant of the profile, with a title (bokmål); `remark` says that its source calls it a warning."""

    id: str
    title: str
    check: Check
    remark: bool = False


def invariant(id: str, title: str, *, remark: bool = False) -> Callable[[Check], Invariant]:
    """Make a check an invariant."""
    return lambda check: Invariant(id, title, check, remark)
