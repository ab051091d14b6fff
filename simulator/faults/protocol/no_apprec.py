"""The receipt is never sent."""

from __future__ import annotations

from simulator.faults.editing import RECEIPT
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook, Outgoing


def _strike(case: Case, value: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    left = tuple(out for out in value if out.kind != RECEIPT)
    return value if len(left) == len(value) else left


FAULT = Fault(
    id="no_apprec",
    title="Kvitteringen sendes aldri",
    noticed="Helsenorge viser ikke at helsestasjonen har fått meldingen, og innbyggeren kan tro at den er borte.",
    caught_by=("MSG-N01", "A21", "AR-05"),
    hook=Hook.OUTGOING,
    act=_strike,
)
