"""That an appointment is called off is never put."""

from __future__ import annotations

import json

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook, Outgoing
from simulator.journal.outbox import REST


def _strike(case: Case, value: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    left = tuple(out for out in value if not (out.queue == REST and json.loads(out.raw)["status"] == "cancelled"))
    return value if len(left) == len(value) else left


FAULT = Fault(
    id="put_no_cancelled",
    title="Avlysning sendes aldri (FHIR)",
    noticed="Innbyggeren møter til en time som er avlyst.",
    caught_by=("BOOK-N52", "RT-02"),
    hook=Hook.OUTGOING,
    act=_strike,
    product="dips_front_cosdoc",
)
