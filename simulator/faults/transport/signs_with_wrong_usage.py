"""Messages are signed with the certificate for encryption."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.faults.wrapping import as_another
from simulator.journal.hooks import Hook
from wire.protected import Outward


def _strike(case: Case, value: Outward) -> Outward:
    return as_another(value, case.about.for_encryption())


FAULT = Fault(
    id="signs_with_wrong_usage",
    title="Signerer med krypteringssertifikatet",
    noticed="Meldingene når ikke fram.",
    caught_by=("BOOK-N01", "CMS-04"),
    hook=Hook.PROTECTS,
    act=_strike,
    cms=True,
)
