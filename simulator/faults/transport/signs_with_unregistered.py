"""Messages are signed with a certificate that is not in the registry."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.faults.wrapping import as_another
from simulator.journal.hooks import Hook
from wire.protected import Outward


def _strike(case: Case, value: Outward) -> Outward:
    return as_another(value, case.about.unpublished())


FAULT = Fault(
    id="signs_with_unregistered",
    title="Signerer med et sertifikat som ikke er registrert",
    noticed="Meldingene når ikke fram før sertifikatet er registrert.",
    caught_by=("BOOK-N01", "CMS-04"),
    hook=Hook.PROTECTS,
    act=_strike,
    cms=True,
)
