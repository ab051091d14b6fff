"""The same message is sent twice."""

from __future__ import annotations

from simulator.faults.fault import Case, Fate, Fault
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
    fate=Fate.BORNE,
    why="den som får samme message-id to ganger, logger og kaster den siste (HITS 1216, 2.2.3).",
    borne_in="BOOK-N01",
)
