"""Control of the profiles: the stop switch for a process, the way of writing it, and the names of its actions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from simulator.national.cppa.areas import Registries
from simulator.national.cppa.making import Setup
from simulator.serving import reading
from simulator.serving.refusals import faulty
from standards.cppa import ENTRIES

_KEYS: Final = ("stop", "start", "generation", "action_names")
_GENERATIONS: Final = ("", "new", "old")


def blueprint(areas: Registries) -> Blueprint:
    """The routes under /_sim."""
    control = Blueprint("changes", __name__, url_prefix="/_sim/areas/<area>/parties/<her_id>")

    @control.get("")
    def show(area: str, her_id: str) -> Response:
        return jsonify(her_id=her_id, **areas.get(area).setup(her_id).to_json())

    @control.post("")
    def change(area: str, her_id: str) -> Response:
        found = areas.get(area)
        setup = _changed(found.setup(her_id), reading.json_object(request))
        found.set_up(her_id, json.dumps(setup.to_json()))
        return jsonify(her_id=her_id, **setup.to_json())

    return control


def _changed(before: Setup, given: Mapping[str, Any]) -> Setup:
    """Raises `FaultyRequest`."""
    extra = sorted(set(given) - set(_KEYS))
    if extra or not given:
        raise faulty(", ".join(_KEYS), ", ".join(extra)[:80] or "ingen av dem")
    stop, start = (_codes(given, name) for name in ("stop", "start"))
    stopped = tuple(dict.fromkeys(code for code in (*before.stopped, *stop) if code not in start))
    after = replace(before, stopped=stopped)
    if "generation" in given:
        after = replace(after, generation=_generation(given))
    if "action_names" in given:
        after = replace(after, action_names=_names(reading.texts(given, "action_names")))
    return after


def _codes(given: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = given.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, str) and one.upper() in ENTRIES for one in found):
        raise faulty(f"{name} som en liste med koder fra kodeverk 8279: {', '.join(ENTRIES)}", repr(found)[:80])
    return tuple(one.upper() for one in found)


def _generation(given: Mapping[str, Any]) -> str:
    found = reading.text(given, "generation")
    if found not in _GENERATIONS:
        raise faulty("generation som new, old, eller tom for den som parten har ellers", ascii(found)[:80])
    return found


def _names(found: Mapping[str, str]) -> Mapping[str, str]:
    for one in found.values():
        if not one.isprintable() or not 1 <= len(one) <= 100:
            raise faulty("action_names med 1 til 100 skrivbare tegn i hvert navn", ascii(one)[:80])
    return found
