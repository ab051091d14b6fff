"""What staff turn down is answered with a negative receipt."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.editing import MESSAGE, RECEIPT, each, new_id, with_properties
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook, Outgoing
from standards.apprec import receipt_for
from standards.hodemelding import Hodemelding
from standards.kodeverk.k8221 import K8221


def _strike(case: Case, value: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    return each(value, lambda out: _rejection(case, out) if out.kind == MESSAGE and b'V="26"' in out.raw else out)


def _rejection(case: Case, out: Outgoing) -> Outgoing:
    answer = Hodemelding.from_xml(out.raw)
    parent = answer.conversation.parent if answer.conversation else ""
    asked = case.unit.row("SELECT raw FROM transport WHERE msg_id = ? AND direction = 'inn'", parent)
    if asked is None:
        return out
    wrong = (K8221.cv("X99"),)
    receipt = receipt_for(
        Hodemelding.from_xml(asked["raw"]), receipt_id=new_id(case), now=case.unit.local, errors=wrong
    )
    envelope = with_properties(out.envelope, subject="APPREC")
    return replace(out, raw=receipt.to_xml(), kind=RECEIPT, msg_id=receipt.id, envelope=envelope, patient=None)


FAULT = Fault(
    id="rejects_instead_of_26",
    title="Negativ kvittering der svaret skulle vært 26",
    noticed="Innbyggeren får vite at meldingen ikke kom fram, når den egentlig ble avvist.",
    caught_by=("MSG-F01", "AR-05", "EK-01"),
    hook=Hook.OUTGOING,
    act=_strike,
)
