"""Messages are encrypted, and nobody has signed them."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.faults.wrapping import unprotected
from simulator.journal.hooks import Hook
from standards.cms import Protection
from wire.protected import Outward


def _strike(case: Case, value: Outward) -> Outward:
    return unprotected(value, Protection.ENCRYPTED)


FAULT = Fault(
    id="sends_unsigned",
    title="Meldinger sendes uten signatur",
    noticed="Ingen kan vite at meldingen er fra helsestasjonen, og Helsenorge avviser den.",
    caught_by=("BOOK-N01", "CMS-01"),
    hook=Hook.PROTECTS,
    act=_strike,
    cms=True,
)
