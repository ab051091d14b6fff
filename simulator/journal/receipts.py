"""Application receipts: the ones we owe, and the ones that come for what we have sent (HIS 80415:2012)."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

from simulator.journal import outbox, patients, transport
from simulator.journal.hooks import Hook, passed
from simulator.journal.unit import Unit
from standards import identifiers
from standards.apprec import AppRec, receipt_for
from standards.codes import Code
from standards.envelope import Envelope
from standards.hodemelding import Hodemelding
from standards.processes import DIGITALBRUKER

INACTIVE = "E35"


def answered_before(unit: Unit, msg_id: str, sender: str) -> bool:
    """Whether a receipt for this MsgId has been given; there is only ever one."""
    return unit.row("SELECT 1 FROM receipt WHERE msg_id = ? AND sender = ?", msg_id, sender) is not None


def give(unit: Unit, message: Hodemelding, to_her_id: str, errors: tuple[Code, ...] = ()) -> None:
    """Put the receipt in the outbox, or let it wait until staff have looked, and remember that it was given.

    What is rejected is rejected at once, and nobody looks at a change of digital status.
    """
    manual = unit.world.profile.apprec_timing == "manual"
    held = manual and not errors and message.type.v != DIGITALBRUKER.code
    unit.insert("receipt", msg_id=message.msg_id, sender=to_her_id, accepted=int(not errors), held=int(held))
    if not held:
        _put(unit, message, to_her_id, errors)


def unchecked(unit: Unit) -> int:
    """How many messages wait for staff to look at them before the receipt is sent."""
    row = unit.row("SELECT COUNT(*) AS waiting FROM receipt WHERE held")
    return int(row["waiting"]) if row else 0


def check(unit: Unit, msg_id: str | None = None) -> int:
    """Staff have looked at a message, or at all that wait; gives how many receipts are sent."""
    rows = unit.rows("SELECT * FROM receipt WHERE held AND (?1 IS NULL OR msg_id = ?1) ORDER BY rowid", msg_id)
    return sum(_release(unit, row) for row in rows)


def _release(unit: Unit, row: sqlite3.Row) -> bool:
    """Send the receipt from the service that the message was addressed to."""
    kept = unit.row(
        "SELECT raw FROM transport WHERE msg_id = ? AND direction = 'inn' AND kind = 'melding' AND status = 'mottatt'"
        " ORDER BY number",
        row["msg_id"],
    )
    message = None if kept is None else replace(Hodemelding.from_xml(kept["raw"]), msg_id=row["msg_id"])
    service = unit.at if message is None else unit.world.service(message.receiver.her_id) or unit.at
    if unit.bound and service != unit.at:
        return False
    unit.run("UPDATE receipt SET held = 0 WHERE msg_id = ? AND sender = ?", row["msg_id"], row["sender"])
    if message is None:
        return False
    _put(replace(unit, at=service), message, row["sender"], ())
    return True


def _put(unit: Unit, message: Hodemelding, to_her_id: str, errors: tuple[Code, ...]) -> None:
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
    if row is not None:
        remark = passed(unit, Hook.RECEIPT, remark, row)
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
