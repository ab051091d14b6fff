"""An answer in real time goes on the queue of ordinary messages."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.editing import each, with_properties
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook, Outgoing


def _strike(case: Case, value: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    return each(value, lambda out: _moved(out) if out.queue.endswith("_syncreply") else out)


def _moved(out: Outgoing) -> Outgoing:
    queue = out.queue.replace("_syncreply", "_async")
    return replace(out, queue=queue, envelope=with_properties(out.envelope, to=queue))


FAULT = Fault(
    id="sync_answer_on_another_queue",
    title="Svaret i sanntid går til feil kø",
    noticed="Brukeren ser en feilmelding, selv om journalen har svart.",
    caught_by=("HOME-F01", "A20"),
    hook=Hook.OUTGOING,
    act=_strike,
    product="tietoevry_gerica",
)
