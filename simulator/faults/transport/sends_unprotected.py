"""Messages are neither signed nor encrypted."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.faults.wrapping import unprotected
from simulator.journal.hooks import Hook
from standards.cms import Protection
from wire.protected import Outward


def _strike(case: Case, value: Outward) -> Outward:
    return unprotected(value, Protection.PLAIN)


FAULT = Fault(
    id="sends_unprotected",
    title="Meldinger sendes uten signatur og kryptering",
    noticed="Helseopplysninger går åpent over bussen, og Helsenorge avviser meldingen.",
    caught_by=("BOOK-N01", "CMS-01"),
    hook=Hook.PROTECTS,
    act=_strike,
    cms=True,
)
