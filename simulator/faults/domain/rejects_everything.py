"""What nothing is wrong with is rejected."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal import inspection
from simulator.journal.hooks import Hook
from standards.codes import Code


def _strike(case: Case, value: tuple[Code, ...]) -> tuple[Code, ...]:
    return value or (inspection.error("X99", "Avvist med vilje av en feil som er slått på"),)


FAULT = Fault(
    id="rejects_everything",
    title="Avviser en melding som det ikke er noe galt med",
    noticed="Innbyggeren får vite at meldingen ikke kom fram.",
    caught_by=("MSG-N01", "A21"),
    hook=Hook.ERRORS,
    act=_strike,
)
