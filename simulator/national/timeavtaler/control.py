"""The control API: make, empty, list and time-shift test areas. Not part of what a journal sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, request

from simulator.national.timeavtaler.areas import Areas
from simulator.national.timeavtaler.inbox import iso
from simulator.national.timeavtaler.refusals import FaultyRequest

_MAX_SHIFT_SECONDS = 50 * 365.25 * 24 * 3600


def blueprint(areas: Areas) -> Blueprint:
    """The routes under /_sim."""
    control = Blueprint("control", __name__)

    @control.get("/health")
    def health() -> Response:
        return jsonify(ready=True, simulated=True, service="timeavtaler", areas=len(areas.ids()))

    @control.get("/areas")
    def show() -> Response:
        return jsonify(areas=[_description(areas, area) for area in areas.ids()])

    @control.post("/areas")
    def ensure() -> tuple[Response, int]:
        given = _content()
        area, token = (_text(given, name) for name in ("area", "token"))
        is_new = areas.ensure(area, token)
        return jsonify(_description(areas, area)), 201 if is_new else 200

    @control.post("/areas/<area>/reset")
    def reset(area: str) -> Response:
        areas.get(area).reset()
        return Response(status=204)

    @control.get("/areas/<area>/clock")
    def clock(area: str) -> Response:
        return jsonify(_time(areas, area))

    @control.post("/areas/<area>/clock")
    def shift(area: str) -> Response:
        found = areas.get(area)
        found.shift_clock(_offset(_content(), found.clock_offset))
        return jsonify(_time(areas, area))

    return control


def _description(areas: Areas, area: str) -> dict[str, Any]:
    found = areas.get(area)
    return {
        "area": area,
        "path": f"/w/{area}",
        "appointments": found.count(),
        "token": bool(found.token_digest),
        **_time(areas, area),
    }


def _time(areas: Areas, area: str) -> dict[str, Any]:
    found = areas.get(area)
    return {"now": iso(found.now()), "clock_offset_seconds": found.clock_offset.total_seconds()}


def _content() -> dict[str, Any]:
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        raise _faulty("et JSON-objekt", request.content_type or "ingen Content-Type")
    return given


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str):
        raise _faulty(f"{name} som tekst", repr(value)[:80])
    return value


def _offset(given: dict[str, Any], present: timedelta) -> timedelta:
    named = {name: given[name] for name in ("offset_seconds", "advance_seconds") if given.get(name) is not None}
    value = next(iter(named.values()), None)
    right = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _MAX_SHIFT_SECONDS
    if len(named) != 1 or not right or value is None:
        raise _faulty('{"offset_seconds": 3600} eller {"advance_seconds": 60}', ascii(given)[:80])
    step = timedelta(seconds=float(value))
    total = step if "offset_seconds" in named else present + step
    if abs(total.total_seconds()) > _MAX_SHIFT_SECONDS:
        raise _faulty("en klokke innen femti år fra nå", f"{total.total_seconds():g} sekunder")
    return total


def _faulty(expected: str, found: str) -> FaultyRequest:
    return FaultyRequest(
        "Forespørselen har feil form.", expected=expected, found=found, fix="Rett den etter docs/contract.md."
    )
