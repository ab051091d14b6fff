"""HelsenorgeAktivSjekken over HTTP, the call before it, and the feed of changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from simulator.national.helsenorge import faults
from simulator.national.helsenorge.access import Check
from simulator.national.helsenorge.activity import AREAS
from simulator.national.helsenorge.areas import Areas
from simulator.national.helsenorge.happenings import number, one_of
from simulator.national.helsenorge.helsenorge import Helsenorge
from simulator.serving import reading
from simulator.serving.refusals import faulty

MOST_AT_ONCE: Final = 1000


def activity(areas: Areas, check: Check) -> Blueprint:
    """The routes of an EPJ; `check` says who may call."""
    web = Blueprint("activity", __name__, url_prefix="/w/<area>/digitaltaktiv")

    def entered(area: str) -> Helsenorge:
        found = areas.get(area)
        check(area, found, request)
        found.faults.linger(faults.SLOW)
        return found

    @web.post("/helsenorgeaktivsjekken/v1")
    def many(area: str) -> Response:
        found = entered(area)
        given = reading.json_object(request)
        service_area = one_of(given, "omraade", tuple(AREAS))
        statuses = found.consents.check(_numbers(given), service_area)
        return jsonify(erAktivListe={one: status.to_json() for one, status in statuses.items()})

    @web.post("/v1/DigitaltAktivOmraade")
    def one(area: str) -> Response:
        found = entered(area)
        given = reading.json_object(request)
        asked = number(reading.text(given, "fnr"), "fnr")
        service_area = _by_code(given.get("omraade"))
        status = found.consents.check([asked], service_area)[asked]
        told = {"fnr": asked, "omraade": AREAS[service_area], "erDigitaltAktiv": status.reached}
        return jsonify({**told, **status.to_json()})

    @web.get("/v1/DigitalAktivStatusEndringer")
    def changes(area: str) -> Response:
        found = entered(area)
        first = int(reading.query_number(request, "fraSekvensnummer", 1, 2**53, least=1))
        limit = int(reading.query_number(request, "antall", MOST_AT_ONCE, MOST_AT_ONCE, least=1))
        listed = [_change(one) for one in found.consents.changes(first, limit)]
        if len(listed) > 1 and found.faults.take(faults.UNORDERED):
            listed.reverse()
        return jsonify(endringer=listed, sisteSekvensnummer=found.consents.last)

    return web


def _change(one: Mapping[str, Any]) -> dict[str, Any]:
    told = {"sekvensnummer": one["number"], "fnr": one["ident"], "omraade": AREAS[one["service_area"]]}
    return {**told, "tidspunkt": one["at"]}


def _by_code(code: object) -> str:
    found = next((name for name, value in AREAS.items() if type(code) is int and value == code), "")
    if not found:
        raise faulty(
            f"omraade som et tall: {', '.join(f'{code} ({name})' for name, code in AREAS.items())}", ascii(code)[:40]
        )
    return found


def _numbers(given: Mapping[str, Any]) -> list[str]:
    listed = given.get("fnrListe")
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_AT_ONCE:
        found = f"{len(listed)} numre" if isinstance(listed, list) else ascii(listed)[:40]
        raise faulty(f"fnrListe med 1 til {MOST_AT_ONCE} numre", found)
    return [number(one if isinstance(one, str) else "", "fnrListe") for one in listed]
