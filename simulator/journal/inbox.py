"""The work lists: threads with something unread, on the list of a practitioner, or on the one that all share."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from simulator.journal import practitioners
from simulator.journal.unit import Unit

SHARED = "felles"
TO_DEPUTY = timedelta(days=2)
"""How long a message lies unread on a practitioner's list before the deputy sees it too; no source has a number."""


def read(unit: Unit, thread: str) -> None:
    """Staff have seen what the citizen wrote."""
    unit.run("UPDATE message SET read = ? WHERE thread = ? AND direction = 'inn' AND read IS NULL", unit.stamp, thread)


def listed(unit: Unit, name: str | None) -> list[dict[str, Any]]:
    """The threads with something unread: all, those of the shared list, or those of a practitioner by HPR number."""
    rows = unit.rows(
        "SELECT thread.id AS thread, thread.patient, thread.service, thread.owner, COUNT(*) AS unread,"
        " MIN(message.time) AS since FROM thread JOIN message ON message.thread = thread.id"
        " WHERE direction = 'inn' AND read IS NULL AND (? OR thread.service = ?)"
        " GROUP BY thread.id ORDER BY MIN(message.number)",
        not unit.bound,
        unit.at.her_id,
    )
    late = _stamp(unit, TO_DEPUTY)
    deputy = practitioners.deputy(unit).hpr
    found = []
    for row in rows:
        lists = [row["owner"] or SHARED]
        if row["owner"] is not None and row["since"] <= late and deputy not in lists:
            lists.append(deputy)
        if name is None or name in lists:
            found.append({**dict(row), "lists": lists})
    return found


def _stamp(unit: Unit, ago: timedelta) -> str:
    return (unit.now - ago).isoformat(timespec="milliseconds").replace("+00:00", "Z")
