"""Certificates are taken that have run out."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook
from standards.cms import CertificateExpired
from wire.protected import Inward


def _strike(case: Case, value: Inward) -> Inward:
    return replace(value, overlooked=(*value.overlooked, CertificateExpired))


FAULT = Fault(
    id="takes_expired",
    title="Tar imot meldinger signert med et sertifikat som er gått ut",
    noticed="En som har fått tak i en gammel nøkkel, kan skrive som Helsenorge.",
    caught_by=("TRP-F30", "A23"),
    hook=Hook.OPENS,
    act=_strike,
    cms=True,
)
