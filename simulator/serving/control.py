"""The control API of a service: make, empty, list and time-shift test areas. Not part of what a journal sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, TypeVar

from flask import Blueprint, Response, jsonify, request

from simulator.clock import iso
from simulator.serving import reading
from simulator.serving.area import Area
from simulator.serving.areas import Areas
from simulator.serving.refusals import faulty

_MAX_SHIFT_SECONDS = 50 * 365.25 * 24 * 3600
T = TypeVar("T", bound=Area)
Ensure = Callable[[str, Mapping[str, Any]], bool]
"""Makes an area, or adds to it, as the rest of the request says; whether it was new."""


def blueprint(name: str, areas: Areas[T], ensure: Ensure, describe: Callable[[T], dict[str, Any]]) -> Blueprint:
    """The routes under /_sim; `describe` is what the service tells of an area."""
    control = Blueprint("control", __name__, url_prefix="/_sim")

    def description(area: str) -> dict[str, Any]:
        found = areas.get(area)
        return {"area": area, "path": f"/w/{area}", **describe(found), **_time(found)}

    @control.get("/health")
    def health() -> Response:
        return jsonify(ready=True, simulated=True, service=name, areas=len(areas.ids()))

    @control.get("/areas")
    def show() -> Response:
        return jsonify(areas=[description(area) for area in areas.ids()])

    @control.post("/areas")
    def make() -> tuple[Response, int]:
        given = reading.json_object(request)
        area = reading.text(given, "area")
        is_new = ensure(area, given)
        return jsonify(description(area)), 201 if is_new else 200

    @control.post("/areas/<area>/reset")
    def reset(area: str) -> Response:
        areas.get(area).reset()
        return Response(status=204)

    @control.get("/areas/<area>/clock")
    def clock(area: str) -> Response:
        return jsonify(_time(areas.get(area)))

    @control.post("/areas/<area>/clock")
    def shift(area: str) -> Response:
        found = areas.get(area)
        found.shift_clock(new_offset(reading.json_object(request), found.clock_offset))
        return jsonify(_time(found))

    return control


def new_offset(given: Mapping[str, Any], present: timedelta) -> timedelta:
    """How far the clock is to be ahead; raises `FaultyRequest`."""
    named = {name: given[name] for name in ("offset_seconds", "advance_seconds") if given.get(name) is not None}
    value: Any = next(iter(named.values()), None)
    if len(named) != 1 or type(value) not in {int, float} or not abs(value) <= _MAX_SHIFT_SECONDS:
        raise faulty('{"offset_seconds": 3600} eller {"advance_seconds": 60}', ascii(given)[:80])
    total = timedelta(seconds=value) + (timedelta() if "offset_seconds" in named else present)
    if abs(total.total_seconds()) > _MAX_SHIFT_SECONDS:
        raise faulty("en klokke innen femti år fra nå", f"{total.total_seconds():g} sekunder")
    return total


def _time(area: Area) -> dict[str, Any]:
    return {"now": iso(area.now()), "clock_offset_seconds": area.clock_offset.total_seconds()}
