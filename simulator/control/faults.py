"""Faults under /_sim: what there is, and which are on in a test area."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request

from simulator.faults.catalogue import UnknownFault, catalogue, find
from simulator.faults.switchboard import Switchboard, active, order
from simulator.faults.telling import told
from simulator.journal.area import Area
from simulator.journal.refusals import FaultyParams


def blueprint(area_of: Callable[[str], Area]) -> Blueprint:
    """The routes; `area_of` raises `UnknownArea`."""
    control = Blueprint("faults", __name__)

    @control.get("/faults")
    def known() -> Response:
        return jsonify(faults=[told(fault) for fault in catalogue().values()])

    @control.get("/areas/<area>/faults")
    def show(area: str) -> Response:
        return jsonify(active=_active(area_of(area)))

    @control.post("/areas/<area>/faults")
    def turn_on(area: str) -> tuple[Response, int]:
        found, board = _board(area_of(area))
        wanted = order(_content())
        found.journal.view(lambda unit: board.turn_on(unit, wanted))
        return jsonify(**wanted.to_json(), noticed=find(wanted.id).noticed), 201

    @control.delete("/areas/<area>/faults")
    def turn_all_off(area: str) -> Response:
        return _turned_off(*_board(area_of(area)), None)

    @control.delete("/areas/<area>/faults/<fault>")
    def turn_off(area: str, fault: str) -> Response:
        return _turned_off(*_board(area_of(area)), find(fault).id)

    @control.errorhandler(UnknownFault)
    def unknown(problem: UnknownFault) -> tuple[Response, int]:
        return jsonify(problem.to_json()), 404

    return control


def _board(area: Area) -> tuple[Area, Switchboard]:
    board = area.journal.faults
    if not isinstance(board, Switchboard):
        raise FaultyParams(
            "Denne journalen kan ikke gjøre feil med vilje.",
            expected="en journal med feilkatalog",
            found="en uten",
            fix="Start den med «epj simulate».",
        )
    return area, board


def _active(area: Area) -> list[dict[str, Any]]:
    return [one.to_json() for one in area.journal.view(active)]


def _turned_off(area: Area, board: Switchboard, fault: str | None) -> Response:
    gone = area.journal.view(lambda unit: board.turn_off(unit, fault))
    return jsonify(turned_off=[one.id for one in gone], active=_active(area))


def _content() -> dict[str, Any]:
    content = request.get_json(silent=True)
    if not isinstance(content, dict):
        raise FaultyParams(
            "Forespørselen har feil form.",
            expected='et JSON-objekt som {"id": "no_apprec", "next": 1}',
            found=request.content_type or "ingen Content-Type",
            fix="Se «epj faults» for navnene.",
        )
    return content
