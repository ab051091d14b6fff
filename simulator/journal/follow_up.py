"""What staff must look at because Helsenorge has refused it, or has not said that it came (HITS 1217:2018, 2.2).

Worked out from the transport log and the clock, so a late positive receipt takes the matter off the list by itself.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from simulator.journal.hooks import Hook, passed
from simulator.journal.refusals import Refused
from simulator.journal.unit import Unit

WITHOUT_RECEIPT = timedelta(hours=96)
_SQL = (
    "SELECT number, msg_id, time, patient, status, error_code, error_text FROM transport"
    " WHERE direction = 'ut' AND kind = 'melding' AND handled IS NULL"
    " AND (status IN ('avvist', 'feilkø') OR (status = 'sendt' AND time <= ?))"
    " AND (? OR json_extract(envelope, '$.application_properties.fromHerId') = ?)"
)


def listed(unit: Unit) -> list[dict[str, Any]]:
    """What waits for somebody, the oldest first; staff of one service see its own."""
    late = (unit.now - WITHOUT_RECEIPT).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    rows = unit.rows(f"{_SQL} ORDER BY number", late, not unit.bound, unit.at.her_id)
    found = [
        {
            "msg_id": row["msg_id"],
            "patient": row["patient"],
            "time": row["time"],
            "kind": "uten_kvittering" if row["status"] == "sendt" else row["status"],
            "error_code": row["error_code"],
            "error_text": row["error_text"],
        }
        for row in rows
    ]
    return passed(unit, Hook.FOLLOW_UP, found)


def close(unit: Unit, msg_id: str) -> None:
    """Staff have seen to it; raises `Refused` when it is not on the list."""
    if all(item["msg_id"] != msg_id for item in listed(unit)):
        raise Refused("Meldingen står ikke på oppfølgingslisten.")
    unit.run("UPDATE transport SET handled = ? WHERE msg_id = ? AND direction = 'ut'", unit.stamp, msg_id)
