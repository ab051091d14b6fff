"""The control API of a journal server: health, areas, reset, clock, seed, inspect. Not part of what an EPJ shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Protocol

from flask import Blueprint, Response, jsonify, request

from simulator.journal.area import Area
from simulator.journal.profile import Profile
from simulator.journal.refusals import FaultyParams

_MAX_SHIFT_SECONDS = 50 * 365.25 * 24 * 3600


class Areas(Protocol):
    """The areas of the server."""

    @property
    def profile(self) -> Profile:
        """The product that is simulated."""
        ...

    def ids(self) -> list[str]:
        """All ids."""
        ...

    def ensure(self, area: str, seed: int) -> bool:
        """Make an area; whether it was new."""
        ...

    def find(self, area: str) -> Area:
        """The area, or `UnknownArea`."""
        ...

    def reset(self, area: str, seed: int | None) -> None:
        """Begin again."""
        ...

    def target(self, area: str, server_url: str) -> str:
        """The target file."""
        ...

    def describe(self, area: str) -> dict[str, Any]:
        """What there is to tell."""
        ...


def blueprint(areas: Areas) -> Blueprint:
    """The routes under /_sim."""
    control = Blueprint("control", __name__)

    @control.get("/health")
    def health() -> Response:
        trouble = {area: areas.find(area).trouble for area in areas.ids() if areas.find(area).trouble}
        return jsonify(
            ready=not trouble,
            simulated=True,
            service="journal",
            product=areas.profile.product,
            name=areas.profile.name,
            areas=areas.ids(),
            trouble=trouble,
        )

    @control.get("/areas")
    def show() -> Response:
        return jsonify(areas=[areas.describe(area) for area in areas.ids()])

    @control.post("/areas")
    def ensure() -> tuple[Response, int]:
        content = _content()
        area = content.get("area")
        is_new = areas.ensure(area if isinstance(area, str) else "", _seed(content) or 0)
        return jsonify({**areas.describe(str(area)), "target": _target(areas, str(area))}), 201 if is_new else 200

    @control.get("/areas/<area>/target")
    def target(area: str) -> Response:
        return Response(_target(areas, area), mimetype="application/toml")

    @control.post("/areas/<area>/reset")
    def reset(area: str) -> Response:
        areas.reset(area, None)
        return Response(status=204)

    @control.post("/areas/<area>/seed")
    def seed(area: str) -> Response:
        chosen = _seed(_content())
        if chosen is None:
            raise _faulty("seed som et helt tall", "ikke oppgitt")
        areas.reset(area, chosen)
        return jsonify({**areas.describe(area), "target": _target(areas, area)})

    @control.get("/areas/<area>/clock")
    def clock(area: str) -> Response:
        return jsonify(_time(areas.find(area)))

    @control.post("/areas/<area>/clock")
    def shift(area: str) -> Response:
        found = areas.find(area)
        found.journal.shift_clock(_offset(_content(), found.journal.clock.offset))
        return jsonify(_time(found))

    @control.get("/areas/<area>/inspect")
    def inspect(area: str) -> Response:
        return jsonify(areas.find(area).journal.tables())

    return control


def _target(areas: Areas, area: str) -> str:
    return areas.target(area, request.host_url)


def _time(area: Area) -> dict[str, Any]:
    clock = area.journal.clock
    now = clock.now().isoformat(timespec="microseconds").replace("+00:00", "Z")
    return {"now": now, "clock_offset_seconds": clock.offset.total_seconds()}


def _content() -> dict[str, Any]:
    content = request.get_json(silent=True)
    if not isinstance(content, dict):
        raise _faulty("et JSON-objekt", request.content_type or "ingen Content-Type")
    return content


def _seed(content: dict[str, Any]) -> int | None:
    seed = content.get("seed")
    if seed is not None and type(seed) is not int:
        raise _faulty("seed som et helt tall", repr(seed)[:80])
    return seed


def _offset(content: dict[str, Any], present: timedelta) -> timedelta:
    given = {name: content.get(name) for name in ("offset_seconds", "advance_seconds") if content.get(name) is not None}
    value = next(iter(given.values()), None)
    if (
        len(given) != 1
        or isinstance(value, bool)
        or not isinstance(value, int | float)
        or not abs(value) <= _MAX_SHIFT_SECONDS
    ):
        raise _faulty('{"offset_seconds": 3600} eller {"advance_seconds": 60}', str(given or content)[:80])
    step = timedelta(seconds=float(value))
    return step if "offset_seconds" in given else present + step


def _faulty(expected: str, found: str) -> FaultyParams:
    return FaultyParams(
        "Forespørselen har feil form.", expected=expected, found=found, fix="Rett den etter docs/contract.md."
    )
