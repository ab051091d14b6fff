"""Application receipts: the ones we owe, and the ones that come for what we have sent (HIS 80415:2012)."""

from __future__ import annotations

import json

from simulator.journal import outbox, patients, transport
from simulator.journal.unit import Unit
from standards import identifiers
from standards.apprec import AppRec, receipt_for
from standards.codes import Code
from standards.envelope import Envelope
from standards.hodemelding import Hodemelding

INACTIVE = "E35"


def answered_before(unit: Unit, msg_id: str, sender: str) -> bool:
    """Whether a receipt for this MsgId has been given; there is only ever one."""
    return unit.row("SELECT 1 FROM receipt WHERE msg_id = ? AND sender = ?", msg_id, sender) is not None


def give(unit: Unit, message: Hodemelding, to_her_id: str, errors: tuple[Code, ...] = ()) -> None:
    """Put the receipt in the outbox and remember that it was given."""
    unit.insert("receipt", msg_id=message.msg_id, sender=to_her_id, accepted=int(not errors))
    profile = unit.world.profile
    apprec = receipt_for(
        message, receipt_id=unit.new_id(), now=unit.local, errors=errors, software=profile.software_name
    )
    outbox.put_apprec(unit, apprec.to_xml(), apprec.id, to_her_id)


def take(unit: Unit, apprec: AppRec, envelope: Envelope, raw: bytes) -> None:
    """Note what the receiver said about a message of ours; the first word is final. Never answered."""
    row = transport.sent_message(unit, apprec.original.msg_id)
    remark = None
    if row is None:
        remark = "Kvitteringen gjelder en melding som ikke er sendt herfra."
    elif row["status"] in ("kvittert", "avvist"):
        remark = "Meldingen har alt fått en kvittering; denne er ikke brukt."
    elif json.loads(row["envelope"])["application_properties"].get("toHerId") != envelope.from_her_id:
        remark = "Kvitteringen kommer fra en annen enn den meldingen ble sendt til; den er ikke brukt."
    transport.log(unit, envelope, raw, direction="inn", kind="apprec", status="mottatt", msg_id=apprec.id, text=remark)
    if row is None or remark:
        return
    if apprec.accepted:
        transport.mark(unit, row["number"], "kvittert")
        return
    transport.mark(unit, row["number"], "avvist", _codes(apprec), _texts(apprec))
    if row["patient"] and any(item.v == INACTIVE for item in apprec.errors):
        patients.set_digital(unit, row["patient"], "inaktiv")
        outbox.drop_pushes(unit, row["patient"])


def take_error(unit: Unit, envelope: Envelope, raw: bytes) -> None:
    """Note what came on our error queue about a message of ours (HITS 1216:2018, 2.2.6). Never answered."""
    text = identifiers.mask(envelope.application_properties.get("errorDescription", ""))
    transport.log(
        unit, envelope, raw, direction="inn", kind="feil", status="mottatt", code=envelope.error_condition, text=text
    )
    row = transport.sent_as(unit, envelope.original_message_id)
    if row is not None and row["status"] not in ("kvittert", "avvist"):
        transport.mark(unit, row["number"], "feilkø", envelope.error_condition, text)


def _codes(apprec: AppRec) -> str:
    return ", ".join(item.v for item in apprec.errors) or apprec.status.v


def _texts(apprec: AppRec) -> str:
    """Code text and original text of every error, as staff must see them."""
    texts = [" – ".join(part for part in (item.dn, item.ot) if part) for item in apprec.errors]
    return identifiers.mask("; ".join(text for text in texts if text)) or "Avvist uten begrunnelse"
