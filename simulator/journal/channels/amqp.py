"""Appointments as messages (Avtale; HITS 1217:2018, 3.4.1)."""

from __future__ import annotations

import sqlite3

from simulator.journal import calendars, compose
from simulator.journal.unit import Unit
from standards.processes import AVTALEUTSENDING, TIMERESERVASJON

_CARRIERS = (AVTALEUTSENDING.code, TIMERESERVASJON.code)


def push(unit: Unit, row: sqlite3.Row, code: str, status: str | None) -> str | None:
    """Send it in the process of its own, or else inside Timereservasjon; nothing when the product has neither."""
    process = next((code for code in _CARRIERS if code in unit.world.profile.processes), None)
    if process is None:
        return None
    payloads = (compose.request(unit, code), calendars.calendar(unit, row, status))
    return compose.send(unit, process, row["patient"], payloads)
