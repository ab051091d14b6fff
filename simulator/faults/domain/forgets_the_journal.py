"""What the citizen sends is receipted and not filed."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: bool) -> bool:
    return False if value else value


FAULT = Fault(
    id="forgets_the_journal",
    title="Meldingen kvitteres, men føres ikke i journalen",
    noticed="Innbyggeren tror at helsestasjonen har lest meldingen; ingen der kan finne den.",
    caught_by=("JRN-N01", "JR-06", "JR-07"),
    hook=Hook.FILES,
    act=_strike,
)
