"""The signature comes without what it is over."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.faults.wrapping import detached
from simulator.journal.hooks import Hook
from wire.protected import Outward


def _strike(case: Case, value: Outward) -> Outward:
    return replace(value, write=detached)


FAULT = Fault(
    id="detached_signature",
    title="Signaturen kommer uten innholdet",
    noticed="Helsenorge får en signatur uten melding, og innbyggeren får ingenting.",
    caught_by=("BOOK-N01", "CMS-01"),
    hook=Hook.PROTECTS,
    act=_strike,
    cms=True,
)
