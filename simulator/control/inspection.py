"""What a test area holds: its tables, and everything that was exchanged; never more than a page of it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from flask import Blueprint, Response, jsonify, request

from simulator.control.forms import faulty, number
from simulator.journal.area import Area
from simulator.journal.tables import CONTENT
from simulator.journal.unit import Unit

MOST, USUAL = 1000, 100
_LAST = 2**63 - 1


def add(control: Blueprint, find: Callable[[str], Area]) -> None:
    """Put the routes on the blueprint."""

    @control.get("/areas/<area>/inspect")
    def inspect(area: str) -> Response:
        journal, chosen = find(area).journal, _tables()
        before, limit = number("before", _LAST, 1, _LAST), number("limit", USUAL, 1, MOST)
        return jsonify(journal.view(lambda unit: {name: _rows(unit, name, before, limit) for name in chosen}))

    @control.get("/areas/<area>/exchanges")
    def exchanges(area: str) -> Response:
        journal = find(area).journal
        before, limit = number("before", _LAST, 1, _LAST), number("limit", USUAL, 1, MOST)
        found = journal.view(lambda unit: _exchanges(unit, before, limit))
        more = found[-1]["number"] if len(found) == limit else None
        return jsonify(exchanges=found, before=more)


def _tables() -> tuple[str, ...]:
    wanted = request.args.get("table")
    if wanted is None:
        return tuple(reversed(CONTENT))
    if wanted not in CONTENT:
        near = get_close_matches(wanted, CONTENT, n=3, cutoff=0.3)
        raise faulty(f"table som en av {', '.join(near or sorted(CONTENT))}", ascii(wanted)[:80])
    return (wanted,)


def _rows(unit: Unit, table: str, before: int, limit: int) -> list[dict[str, Any]]:
    """The last rows before a rowid, the oldest first; bytes are told by their length."""
    rows = unit.rows(f"SELECT * FROM {table} WHERE rowid < ? ORDER BY rowid DESC LIMIT ?", before, limit)  # noqa: S608
    return [
        {name: f"{len(value)} byte" if isinstance(value, bytes) else value for name, value in dict(row).items()}
        for row in reversed(rows)
    ]


def _exchanges(unit: Unit, before: int, limit: int) -> list[dict[str, Any]]:
    """The newest first, with the raw bytes, and those that they were signed and encrypted in."""
    rows = unit.rows(
        "SELECT transport.*, carried.raw AS carried FROM transport LEFT JOIN carried ON carried.transport = number"
        " WHERE number < ? ORDER BY number DESC LIMIT ?",
        before,
        limit,
    )
    names = ("number", "time", "direction", "kind", "status", "error_code", "error_text", "msg_id", "message_id")
    return [
        {
            **{name: row[name] for name in names},
            "envelope": json.loads(row["envelope"]),
            "raw_b64": base64.b64encode(row["raw"]).decode("ascii"),
            "carried_b64": base64.b64encode(row["carried"] or b"").decode("ascii"),
        }
        for row in rows
    ]
