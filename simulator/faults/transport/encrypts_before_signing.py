"""Messages are encrypted first, and then signed."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.faults.wrapping import encrypted_first
from simulator.journal.hooks import Hook
from wire.protected import Outward


def _strike(case: Case, value: Outward) -> Outward:
    return replace(value, write=encrypted_first)


FAULT = Fault(
    id="encrypts_before_signing",
    title="Krypterer før meldingen signeres",
    noticed="Helsenorge kan ikke lese meldingen, og innbyggeren får den ikke.",
    caught_by=("BOOK-N01", "CMS-01"),
    hook=Hook.PROTECTS,
    act=_strike,
    cms=True,
)
