"""The clinic cancels, and the citizen is never told."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: tuple[str, ...]) -> tuple[str, ...]:
    return () if value == ("08",) else value


FAULT = Fault(
    id="cancels_silently",
    title="Avlysning meldes ikke",
    noticed="Innbyggeren møter til en time som er avlyst.",
    caught_by=("BOOK-N03", "A16"),
    hook=Hook.PUSH,
    act=_strike,
)
