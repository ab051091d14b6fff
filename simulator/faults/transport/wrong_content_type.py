"""The envelope says another content type than that of CMS."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.faults.wrapping import of_unknown_kind
from simulator.journal.hooks import Hook
from wire.protected import Outward


def _strike(case: Case, value: Outward) -> Outward:
    return replace(value, write=of_unknown_kind)


FAULT = Fault(
    id="wrong_content_type",
    title="Konvolutten sier feil innholdstype",
    noticed="Helsenorge vet ikke hvordan meldingen skal åpnes, og avviser den.",
    caught_by=("BOOK-N01", "CMS-01"),
    hook=Hook.PROTECTS,
    act=_strike,
    cms=True,
)
