"""The clock of a test area: set it, move it, stop it and let it go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, jsonify

from simulator.clock import iso
from simulator.control.forms import content, faulty
from simulator.journal import clockwork
from simulator.journal.area import Area
from simulator.journal.journal import Journal

_MAX_SHIFT = timedelta(days=50 * 365.25)
_WAYS = ("offset_seconds", "advance_seconds", "set")
_FORM = '{"set": "2026-12-01T08:00:00Z"}, {"offset_seconds": 3600} eller {"advance_seconds": 60}, og "frozen"'


def add(control: Blueprint, find: Callable[[str], Area]) -> None:
    """Put the routes on the blueprint."""

    @control.get("/areas/<area>/clock")
    def clock(area: str) -> Response:
        return jsonify(_told(find(area).journal))

    @control.post("/areas/<area>/clock")
    def move(area: str) -> Response:
        journal = find(area).journal
        _do(journal, content())
        return jsonify(_told(journal))


def _do(journal: Journal, given: Mapping[str, Any]) -> None:
    """Everything is read before anything is done; a clock is stopped before it is moved, and let go after."""
    ways = [name for name in _WAYS if given.get(name) is not None]
    frozen = given.get("frozen")
    if len(ways) > 1 or not isinstance(frozen, bool | None) or (not ways and frozen is None):
        raise faulty(_FORM, str(given)[:80])
    for way in ways:
        _target(journal, way, given[way])
    if frozen:
        clockwork.freeze(journal)
    for way in ways:
        clockwork.set_offset(journal, _target(journal, way, given[way]))
    if frozen is False:
        clockwork.thaw(journal)


def _target(journal: Journal, way: str, value: object) -> timedelta:
    """The offset that is wanted; raises `FaultyParams`."""
    clock = journal.clock
    if way == "set":
        offset = clock.offset + (_moment(value) - clock.now())
    else:
        step = _seconds(value)
        offset = step if way == "offset_seconds" else clock.offset + step
    if abs(offset) > _MAX_SHIFT:
        raise faulty("en klokke innen femti år fra nå", str(value)[:80])
    return offset


def _seconds(value: object) -> timedelta:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _MAX_SHIFT.total_seconds():
        raise faulty(_FORM, str(value)[:80])
    return timedelta(seconds=float(value))


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        moment = moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        raise faulty("set som et tidspunkt med sone, slik: 2026-12-01T08:00:00Z", str(value)[:80])
    return moment


def _told(journal: Journal) -> dict[str, Any]:
    clock = journal.clock
    return {
        "now": iso(clock.now()),
        "clock_offset_seconds": clock.offset.total_seconds(),
        "frozen": clock.stands is not None,
    }
