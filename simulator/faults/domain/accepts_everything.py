"""What should be rejected is accepted."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook
from standards.codes import Code


def _strike(case: Case, value: tuple[Code, ...]) -> tuple[Code, ...]:
    return () if value else value


FAULT = Fault(
    id="accepts_everything",
    title="Avviser ingenting",
    noticed="En melding som mangler pasient eller er bygget feil, kvitteres som mottatt.",
    caught_by=("MSG-F02", "A23"),
    hook=Hook.ERRORS,
    act=_strike,
)
