"""The transport log: every message as it came or went, with its fate. It is not the journal."""

from __future__ import annotations

import base64
import json
import sqlite3
from typing import Any

from simulator.journal.unit import Unit
from standards.envelope import Envelope

WAITING = "venter"
"""Internal: in the outbox, not sent yet, so not shown as sent."""
NOT_SENT = "ikke-sendt"
"""Our own code for what left the outbox without reaching the bus."""


def log(
    unit: Unit,
    envelope: Envelope,
    raw: bytes,
    *,
    direction: str,
    kind: str,
    status: str,
    msg_id: str | None = None,
    code: str | None = None,
    text: str | None = None,
    patient: str | None = None,
) -> int:
    """Write a row; gives its number."""
    return unit.insert(
        "transport",
        msg_id=msg_id or None,
        message_id=envelope.message_id,
        direction=direction,
        time=unit.stamp,
        kind=kind,
        status=status,
        error_code=code,
        error_text=text,
        patient=patient,
        envelope=json.dumps(envelope.to_json(), ensure_ascii=False),
        raw=raw,
    )


def keep_carried(unit: Unit, number: int, carried: bytes) -> None:
    """Keep the bytes that carried a document beside it; none where the document went as it is."""
    if carried:
        unit.run("INSERT OR REPLACE INTO carried VALUES (?, ?)", number, carried)


def keep_carried_in(unit: Unit, message_id: str, carried: bytes) -> None:
    """The same for what came with that message-id, which must have been logged."""
    sql = "SELECT MAX(number) AS number FROM transport WHERE message_id = ? AND direction = 'inn'"
    row = unit.row(sql, message_id) if carried else None
    if row is not None and row["number"] is not None:
        keep_carried(unit, row["number"], carried)


def seen(unit: Unit, message_id: str) -> bool:
    """Whether a transport message with that message-id has been received before."""
    return unit.row("SELECT 1 FROM transport WHERE message_id = ? AND direction = 'inn'", message_id) is not None


def sent_message(unit: Unit, msg_id: str) -> sqlite3.Row | None:
    """The row of a business message that went out."""
    return unit.row(
        "SELECT * FROM transport WHERE msg_id = ? AND direction = 'ut' AND kind = 'melding' ORDER BY number DESC",
        msg_id,
    )


def sent_as(unit: Unit, message_id: str) -> sqlite3.Row | None:
    """The row that went out with an AMQP message-id."""
    plain = message_id.replace("-", "").lower()
    return unit.row("SELECT * FROM transport WHERE direction = 'ut' AND replace(lower(message_id), '-', '') = ?", plain)


def mark(unit: Unit, number: int, status: str, code: str | None = None, text: str | None = None) -> None:
    """Set the fate of a message."""
    unit.run(
        "UPDATE transport SET status = ?, error_code = ?, error_text = ? WHERE number = ?", status, code, text, number
    )


def settle_sent(unit: Unit, number: int) -> None:
    """It is on the bus after all, whatever was noted while it was under way; a quicker answer from there stands."""
    unit.run(
        "UPDATE transport SET status = 'sendt', error_code = NULL, error_text = NULL, time = ?"
        " WHERE number = ? AND (status = ? OR error_code = ?)",
        unit.stamp,
        number,
        WAITING,
        NOT_SENT,
    )


def shown(unit: Unit, msg_id: str | None) -> list[dict[str, Any]]:
    """What staff sees: all rows, or those of one MsgId."""
    rows = unit.rows(
        "SELECT * FROM transport WHERE status <> ?1 AND (?2 IS NULL OR msg_id = ?2) ORDER BY number", WAITING, msg_id
    )
    return [
        {
            **{
                name: row[name]
                for name in ("msg_id", "message_id", "direction", "time", "status", "error_code", "error_text")
            },
            "raw_b64": base64.b64encode(row["raw"]).decode("ascii"),
        }
        for row in rows
    ]
