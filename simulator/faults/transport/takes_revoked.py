"""Certificates are taken that have been revoked."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook
from standards.cms import CertificateRevoked
from wire.protected import Inward


def _strike(case: Case, value: Inward) -> Inward:
    return replace(value, overlooked=(*value.overlooked, CertificateRevoked))


FAULT = Fault(
    id="takes_revoked",
    title="Tar imot meldinger signert med et sertifikat som er tilbakekalt",
    noticed="En som har stjålet nøkkelen til Helsenorge, kan fortsatt skrive som Helsenorge.",
    caught_by=("TRP-F31", "A23"),
    hook=Hook.OPENS,
    act=_strike,
    cms=True,
)
