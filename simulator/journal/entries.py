"""The patient's journal: every message, appointment and cancellation, with who did it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.journal.unit import Unit


@dataclass(frozen=True)
class Author:
    """Who wrote: the name shown, and, when someone acted for the patient, who and by which relation (7611)."""

    name: str
    relation: str | None = None
    acting_id: str | None = None
    acting_name: str | None = None


def staff(unit: Unit) -> Author:
    """The member of staff who works in this journal."""
    return Author(unit.world.profile.staff_name)


def add(
    unit: Unit,
    patient: str,
    kind: str,
    text: str,
    author: Author,
    *,
    subject: str | None = None,
    thread: str | None = None,
    msg_id: str | None = None,
    appointment: str | None = None,
) -> None:
    """Write an entry; `kind` is melding_inn, melding_ut, avtale or avbestilling."""
    unit.insert(
        "entry",
        id=unit.new_id(),
        patient=patient,
        time=unit.stamp,
        kind=kind,
        text=text,
        subject=subject,
        author=author.name,
        author_relation=author.relation,
        acting_id=author.acting_id,
        acting_name=author.acting_name,
        thread=thread,
        msg_id=msg_id,
        appointment=appointment,
        service=unit.at.her_id,
    )


def of_patient(unit: Unit, patient: str) -> list[dict[str, Any]]:
    """All entries in the order they were written; staff of one service see its own."""
    return [
        {
            **{name: row[name] for name in row.keys() if name not in ("number", "patient")},  # noqa: SIM118 - a Row iterates values
            "attachments": attachments(unit, row["msg_id"]),
        }
        for row in unit.rows(
            "SELECT * FROM entry WHERE patient = ? AND (? OR service = ?) ORDER BY number",
            patient,
            not unit.bound,
            unit.at.her_id,
        )
    ]


def attachments(unit: Unit, msg_id: str | None) -> list[dict[str, Any]]:
    """What is shown of the attachments of a message."""
    rows = unit.rows(
        "SELECT mime_type, description, size, sha256 FROM attachment WHERE msg_id = ? ORDER BY number", msg_id
    )
    return [dict(row) for row in rows]
