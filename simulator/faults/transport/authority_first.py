"""The certificate of the authority stands first in the signature."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fate, Fault
from simulator.faults.wrapping import authority_first
from simulator.journal.hooks import Hook
from wire.protected import Outward


def _strike(case: Case, value: Outward) -> Outward:
    return replace(value, signer=case.about.with_authority(), write=authority_first)


FAULT = Fault(
    id="authority_first",
    title="Utstederens sertifikat står først i signaturen",
    noticed="Ingenting; en mottaker som tar det første sertifikatet, tror at feil part har signert.",
    caught_by=(),
    hook=Hook.PROTECTS,
    act=_strike,
    fate=Fate.BORNE,
    why="rekkefølgen på sertifikatene i en signatur er fri (RFC 5652, 5.1); signaturen sier selv hvilket som gjelder.",
    borne_in="BOOK-N01",
    cms=True,
)
