"""The body is cut off."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook, Parcel


def _strike(case: Case, value: tuple[Parcel, ...]) -> tuple[Parcel, ...]:
    body = value[0].message.body
    if not body:
        return value
    cut = case.random.randrange(len(body) // 4, len(body) // 2)
    return (replace(value[0], message=replace(value[0].message, body=body[:cut])),)


FAULT = Fault(
    id="truncated_body",
    title="Meldingen kuttes underveis",
    noticed="Meldingen kan ikke leses, og innbyggeren får den ikke.",
    caught_by=("BOOK-N01", "MH-01"),
    hook=Hook.DISPATCH,
    act=_strike,
)
