"""The same document is sent twice, with a message-id each."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.editing import with_message_id
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook, Parcel


def _strike(case: Case, value: tuple[Parcel, ...]) -> tuple[Parcel, ...]:
    again = replace(value[0].message, envelope=with_message_id(value[0].message.envelope, case.unit.new_id()))
    return (*value, Parcel(again))


FAULT = Fault(
    id="duplicate_new_message_id",
    title="Samme melding sendes to ganger med ny transport-id",
    noticed="Innbyggeren kan få samme beskjed to ganger.",
    caught_by=("BOOK-N01", "A16", "MH-02"),
    hook=Hook.DISPATCH,
    act=_strike,
)
