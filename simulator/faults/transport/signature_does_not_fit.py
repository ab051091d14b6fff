"""The content is changed after it is signed."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.faults.wrapping import changed
from simulator.journal.hooks import Hook
from wire.protected import Outward


def _strike(case: Case, value: Outward) -> Outward:
    return replace(value, write=changed)


FAULT = Fault(
    id="signature_does_not_fit",
    title="Innholdet endres etter at det er signert",
    noticed="Ingen kan vite om meldingen er endret, og Helsenorge avviser den.",
    caught_by=("BOOK-N01", "CMS-03"),
    hook=Hook.PROTECTS,
    act=_strike,
    cms=True,
)
