"""Messages are signed with a certificate that has been revoked."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.faults.wrapping import as_another
from simulator.journal.hooks import Hook
from wire.protected import Outward


def _strike(case: Case, value: Outward) -> Outward:
    return as_another(value, case.about.revoked())


FAULT = Fault(
    id="signs_with_revoked",
    title="Signerer med et sertifikat som er tilbakekalt",
    noticed="Meldingene når ikke fram etter at sertifikatet er tilbakekalt.",
    caught_by=("BOOK-N01", "CMS-04"),
    hook=Hook.PROTECTS,
    act=_strike,
    cms=True,
)
