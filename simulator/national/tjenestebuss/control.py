"""The control API of a bus server: make, empty, list and time-shift test areas. Not part of what an EPJ sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, request

from simulator.national.tjenestebuss import forms
from simulator.national.tjenestebuss.areas import Areas
from simulator.national.tjenestebuss.parties import queues_of
from simulator.national.tjenestebuss.refusals import FaultyRequest

_MAX_SHIFT_SECONDS = 50 * 365.25 * 24 * 3600


def blueprint(areas: Areas) -> Blueprint:
    """The routes under /_sim."""
    control = Blueprint("control", __name__)

    @control.get("/health")
    def health() -> Response:
        return jsonify(ready=True, simulated=True, service="tjenestebuss", areas=len(areas.ids()))

    @control.get("/areas")
    def show() -> Response:
        return jsonify(areas=[_description(areas, area) for area in areas.ids()])

    @control.post("/areas")
    def ensure() -> tuple[Response, int]:
        content = forms.json_object(request)
        area = content.get("area")
        is_new = areas.ensure(area if isinstance(area, str) else "", forms.passwords(content))
        return jsonify(_description(areas, str(area))), 201 if is_new else 200

    @control.post("/areas/<area>/reset")
    def reset(area: str) -> Response:
        areas.get(area).reset()
        return Response(status=204)

    @control.get("/areas/<area>/clock")
    def clock(area: str) -> Response:
        return jsonify(_time(areas, area))

    @control.post("/areas/<area>/clock")
    def shift(area: str) -> Response:
        broker = areas.get(area)
        broker.shift_clock(_offset(forms.json_object(request), broker.clock_offset))
        return jsonify(_time(areas, area))

    return control


def _description(areas: Areas, area: str) -> dict[str, Any]:
    her_ids = areas.get(area).parties.her_ids()
    queues = [queue for her_id in her_ids for queue in queues_of(her_id)]
    return {"area": area, "path": f"/w/{area}", "parties": her_ids, "queues": queues, **_time(areas, area)}


def _time(areas: Areas, area: str) -> dict[str, Any]:
    broker = areas.get(area)
    return {"now": forms.iso(broker.now()), "clock_offset_seconds": broker.clock_offset.total_seconds()}


def _offset(content: dict[str, Any], present: timedelta) -> timedelta:
    offset = forms.number(content, "offset_seconds", _MAX_SHIFT_SECONDS)
    step = forms.number(content, "advance_seconds", _MAX_SHIFT_SECONDS)
    if (offset is None) == (step is None):
        raise FaultyRequest(
            "Si enten hvor langt klokken skal stå foran, eller hvor langt den skal flyttes.",
            expected='{"offset_seconds": 3600} eller {"advance_seconds": 60}',
            found=", ".join(sorted(content)) or "{}",
            fix="Send nøyaktig ett av feltene.",
        )
    return timedelta(seconds=offset) if step is None and offset is not None else present + timedelta(seconds=step or 0)
