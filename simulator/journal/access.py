"""The access log: who opened or used which journal, and for what (pasientjournalloven § 22)."""

from __future__ import annotations

from typing import Any

from simulator.journal.hooks import Hook, passed
from simulator.journal.unit import Unit


def note(unit: Unit, patient: str, action: str) -> None:
    """Log that the member of staff has used the journal."""
    if not passed(unit, Hook.ACCESS, True, patient):
        return
    unit.insert(
        "access",
        time=unit.stamp,
        who=unit.world.profile.staff_name,
        action=action,
        patient=patient,
        service=unit.at.her_id,
    )


def of_patient(unit: Unit, patient: str) -> list[dict[str, Any]]:
    """All uses, oldest first."""
    rows = unit.rows("SELECT time, who, action, patient FROM access WHERE patient = ? ORDER BY number", patient)
    return [dict(row) for row in rows]
