"""A message to the error queue has the message-id of the one it is about."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.editing import ERROR, each, with_message_id
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook, Outgoing


def _strike(case: Case, value: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    return each(
        value,
        lambda out: (
            replace(out, envelope=with_message_id(out.envelope, out.envelope.original_message_id))
            if out.kind == ERROR
            else out
        ),
    )


FAULT = Fault(
    id="error_with_same_id",
    title="Feilmelding med samme message-id som den gjelder",
    noticed="Feilmeldingen kastes som duplikat, og avsenderen tror at alt gikk bra.",
    caught_by=("MSG-F05", "AQ-03"),
    hook=Hook.OUTGOING,
    act=_strike,
)
