"""Messages are signed with a certificate that no authority has issued."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.faults.wrapping import as_another
from simulator.journal.hooks import Hook
from wire.protected import Outward


def _strike(case: Case, value: Outward) -> Outward:
    return as_another(value, case.about.self_made())


FAULT = Fault(
    id="signs_with_self_made",
    title="Signerer med et sertifikat som er laget på egen hånd",
    noticed="Ingen kan vite hvem meldingen er fra, og Helsenorge avviser den.",
    caught_by=("BOOK-N01", "CMS-04"),
    hook=Hook.PROTECTS,
    act=_strike,
    cms=True,
)
