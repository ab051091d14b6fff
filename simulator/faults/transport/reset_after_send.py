"""The connection breaks after the bus took the message, so that it is sent again."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Hook, Parcel


def _strike(case: Case, value: tuple[Parcel, ...]) -> tuple[Parcel, ...]:
    return (replace(value[0], breaks=True),)


FAULT = Fault(
    id="reset_after_send",
    title="Forbindelsen brytes før bussen rekker å svare",
    noticed="Ingenting, hvis mottakeren kaster duplikater; ellers kommer beskjeden to ganger.",
    caught_by=(),
    hook=Hook.DISPATCH,
    act=_strike,
    fate=Fate.BORNE,
    why="den som ikke vet om bussen fikk meldingen, skal sende den igjen med samme message-id (HITS 1216, 2.2.5).",
    borne_in="BOOK-N01",
)
