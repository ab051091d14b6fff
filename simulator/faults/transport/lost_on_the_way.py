"""The bus says that it has the message, and has not."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook, Parcel


def _strike(case: Case, value: tuple[Parcel, ...]) -> tuple[Parcel, ...]:
    return ()


FAULT = Fault(
    id="lost_on_the_way",
    title="Meldingen blir borte etter at den er sendt",
    noticed="Innbyggeren får aldri beskjeden, og helsestasjonen tror at den er sendt.",
    caught_by=("BOOK-N01", "A16"),
    hook=Hook.DISPATCH,
    act=_strike,
)
