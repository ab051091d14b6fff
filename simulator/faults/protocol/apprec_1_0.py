"""The receipt is written in version 1.0."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.editing import RECEIPT, each
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook, Outgoing
from standards.apprec import AppRec


def _strike(case: Case, value: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    return each(value, lambda out: _older(out) if out.kind == RECEIPT else out)


def _older(out: Outgoing) -> Outgoing:
    return replace(out, raw=replace(AppRec.from_xml(out.raw), version="1.0").to_xml())


FAULT = Fault(
    id="apprec_1_0",
    title="Kvittering i AppRec 1.0 der 1.1 er avtalt",
    noticed="Helsenorge kan ikke lese kvitteringen, og meldingen blir stående som ikke mottatt.",
    caught_by=("MSG-N01", "AR-06"),
    hook=Hook.OUTGOING,
    act=_strike,
)
