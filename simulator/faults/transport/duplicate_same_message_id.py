"""The same message is sent twice."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook, Parcel


def _strike(case: Case, value: tuple[Parcel, ...]) -> tuple[Parcel, ...]:
    return (*value, Parcel(value[0].message))


FAULT = Fault(
    id="duplicate_same_message_id",
    title="Samme melding sendes to ganger med samme transport-id",
    noticed="Ingenting, hvis mottakeren kaster duplikater; ellers samme beskjed to ganger.",
    caught_by=(),
    hook=Hook.DISPATCH,
    act=_strike,
)
