"""Any certificate is taken, whatever it is for and whoever issued it."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook
from standards.cms import CertificateUnverified, WrongCertificate
from wire.protected import Inward


def _strike(case: Case, value: Inward) -> Inward:
    return replace(value, overlooked=(*value.overlooked, WrongCertificate, CertificateUnverified))


FAULT = Fault(
    id="takes_any_certificate",
    title="Tar imot meldinger uansett hvilket sertifikat de er signert med",
    noticed="Hvem som helst kan lage et sertifikat og skrive som Helsenorge.",
    caught_by=("TRP-F33", "TRP-F32", "A23"),
    hook=Hook.OPENS,
    act=_strike,
    cms=True,
)
