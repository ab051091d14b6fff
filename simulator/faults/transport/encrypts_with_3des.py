"""Messages are encrypted with 3DES."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.faults.wrapping import weakly
from simulator.journal.hooks import Hook
from wire.protected import Outward


def _strike(case: Case, value: Outward) -> Outward:
    return replace(value, write=weakly)


FAULT = Fault(
    id="encrypts_with_3des",
    title="Krypterer med 3DES",
    noticed="Meldingen er svakt beskyttet, og Helsenorge avviser den.",
    caught_by=("BOOK-N01", "CMS-02"),
    hook=Hook.PROTECTS,
    act=_strike,
    cms=True,
)
