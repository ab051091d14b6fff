"""That the patient did not come is told as 08."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: tuple[str, ...]) -> tuple[str, ...]:
    return ("08",) if value == ("11",) else value


FAULT = Fault(
    id="no_show_as_cancelled",
    title="Ikke møtt meldes som avlyst",
    noticed="Innbyggeren ser at helsestasjonen avlyste timen hun ikke møtte til.",
    caught_by=("BOOK-N04", "A17"),
    hook=Hook.PUSH,
    act=_strike,
)
