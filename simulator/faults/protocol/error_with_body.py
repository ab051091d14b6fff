"""A message to the error queue has a body."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.editing import ERROR, each
from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Hook, Outgoing


def _strike(case: Case, value: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    return each(value, lambda out: replace(out, raw=b"<feil/>") if out.kind == ERROR else out)


FAULT = Fault(
    id="error_with_body",
    title="Feilmelding med innhold",
    noticed="Ingenting for innbyggeren; den som sendte, kan ikke lese hva som var galt.",
    caught_by=("MSG-F05", "AQ-03"),
    hook=Hook.OUTGOING,
    act=_strike,
    fate=Fate.REMARKED,
)
