"""The control API of a journal server: health, areas, reset and seed packs. Not part of what an EPJ shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Protocol

from flask import Blueprint, Response, jsonify, request

from simulator.control import clock, inspection, snapshots
from simulator.control.forms import content, faulty
from simulator.journal.area import Area
from simulator.journal.profile import Profile
from simulator.store.snapshots import Snapshots

_OPENAPI: Final = Path(__file__).with_name("openapi.json")


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

    def reset(self, area: str, seed: int | None = None, pack: str | None = None) -> None:
        """Begin again."""
        ...

    def packs(self) -> dict[str, str]:
        """The seed packs: name and what is in it."""
        ...

    def snapshots(self, area: str) -> Snapshots:
        """The snapshots of an area."""
        ...

    def save(self, area: str, name: str) -> bool:
        """Take a snapshot; whether the name is new."""
        ...

    def restore(self, area: str, name: str) -> None:
        """Make the journal what it was."""
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
    _tell(control, areas)
    _make(control, areas)
    _begin_again(control, areas)
    clock.add(control, areas.find)
    snapshots.add(control, areas)
    inspection.add(control, areas.find)
    return control


def _tell(control: Blueprint, areas: Areas) -> None:
    """What the server is, what it has, and its contract."""

    @control.get("/health")
    def health() -> Response:
        profile, trouble = areas.profile, _troubles(areas)
        return jsonify(
            ready=not trouble,
            simulated=True,
            service="journal",
            product=profile.product,
            name=profile.name,
            areas=areas.ids(),
            trouble=trouble,
        )

    @control.get("/packs")
    def packs() -> Response:
        return jsonify(packs=[{"pack": name, "about": about} for name, about in areas.packs().items()])

    @control.get("/openapi.json")
    def described() -> Response:
        return Response(_OPENAPI.read_bytes(), mimetype="application/json")


def _make(control: Blueprint, areas: Areas) -> None:
    """Test areas: which there are, a new one, and how a harness reaches one."""

    @control.get("/areas")
    def show() -> Response:
        return jsonify(areas=[areas.describe(area) for area in areas.ids()])

    @control.post("/areas")
    def ensure() -> tuple[Response, int]:
        given = content()
        area = given.get("area")
        is_new = areas.ensure(area if isinstance(area, str) else "", _seed(given) or 0)
        return jsonify(_described(areas, str(area))), 201 if is_new else 200

    @control.get("/areas/<area>/target")
    def target(area: str) -> Response:
        return Response(_target(areas, area), mimetype="application/toml")


def _begin_again(control: Blueprint, areas: Areas) -> None:
    """An area as it was when it was new, with the same people or others."""

    @control.post("/areas/<area>/reset")
    def reset(area: str) -> Response:
        areas.reset(area)
        return Response(status=204)

    @control.post("/areas/<area>/seed")
    def seed(area: str) -> Response:
        given = content()
        chosen, pack = _seed(given), given.get("pack")
        if (chosen is None and pack is None) or not isinstance(pack, str | None):
            raise faulty("seed som et helt tall, pack som navnet på en pakke, eller begge", str(given)[:80])
        areas.reset(area, chosen, pack)
        return jsonify(_described(areas, area))


def _troubles(areas: Areas) -> dict[str, str]:
    """What is wrong with the areas that have lost their bus."""
    found = {area: areas.find(area).trouble for area in areas.ids()}
    return {area: trouble for area, trouble in found.items() if trouble}


def _described(areas: Areas, area: str) -> dict[str, Any]:
    return {**areas.describe(area), "target": _target(areas, area)}


def _target(areas: Areas, area: str) -> str:
    return areas.target(area, request.host_url)


def _seed(content: dict[str, Any]) -> int | None:
    seed = content.get("seed")
    if seed is not None and type(seed) is not int:
        raise faulty("seed som et helt tall", repr(seed)[:80])
    return seed
