"""What becomes of a visit is never told."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: tuple[str, ...]) -> tuple[str, ...]:
    return () if value == ("MOA",) else value


FAULT = Fault(
    id="tells_nothing_of_visits",
    title="Besøk meldes ikke",
    noticed="Brukeren får ikke vite at besøket er avlyst eller utført.",
    caught_by=("HOME-N09", "HOME-N08", "HOME-F12", "A16"),
    hook=Hook.PUSH,
    act=_strike,
    product="tietoevry_gerica",
)
