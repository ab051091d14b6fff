"""Goes on sending to one whom Helsenorge has called inactive."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: str) -> str:
    return "aktiv" if value == "inaktiv" else value


FAULT = Fault(
    id="sends_after_e35",
    title="Sender videre etter E35",
    noticed="Ingen får meldingene, og helsestasjonen tror at de er lest.",
    caught_by=("BOOK-F01", "A22"),
    hook=Hook.DIGITAL,
    act=_strike,
)
