"""An appointment is put at the address of another id than its own."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.editing import new_id, with_properties
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook, Outgoing
from simulator.journal.outbox import REST


def _strike(case: Case, value: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    after = tuple(_elsewhere(case, out) if out.queue == REST else out for out in value)
    return value if after == value else after


def _elsewhere(case: Case, out: Outgoing) -> Outgoing:
    return replace(out, envelope=with_properties(out.envelope, to=new_id(case)))


FAULT = Fault(
    id="put_under_other_id",
    title="Timen sendes til adressen til en annen time (FHIR)",
    noticed="Helsenorge avviser timen, og innbyggeren får ikke beskjed.",
    caught_by=("BOOK-N50", "A30"),
    hook=Hook.OUTGOING,
    act=_strike,
    product="dips_front_cosdoc",
)
