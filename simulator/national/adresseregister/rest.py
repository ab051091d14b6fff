"""The REST addresses: the CommunicationParty API, the one that a known client reads, and the older export."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from simulator.certificates import Use
from simulator.national.adresseregister import pascal, rest_forms
from simulator.national.adresseregister.access import Check
from simulator.national.adresseregister.areas import Registries
from simulator.national.adresseregister.records import Record
from simulator.national.adresseregister.refusals import not_her_id
from simulator.national.adresseregister.registry import Event, Registry
from simulator.serving import reading
from simulator.serving.refusals import NotJson, faulty
from standards.errors import not_json

MOST_AT_ONCE: Final = 100
_NUMBER: Final = re.compile(r"[0-9]{1,15}")
HER_ID: Final = re.compile(r"[1-9][0-9]{0,9}")


def newer(areas: Registries, check: Check) -> Blueprint:
    """The CommunicationParty API."""
    api = Blueprint("newer", __name__, url_prefix="/w/<area>")

    def admitted(area: str) -> Registry:
        return _admitted(areas, check, area)

    @api.get("/communicationparty/<her_id>")
    def one(area: str, her_id: str) -> Response:
        registry = admitted(area)
        return jsonify(rest_forms.full_party(registry, _named(registry, her_id)))

    @api.get("/communicationparty")
    def export(area: str) -> Response:
        """Everything, and the number of the last event that is in it."""
        registry = admitted(area)
        last = registry.last_number
        found = [rest_forms.full_party(registry, record) for record in registry.all()]
        return jsonify(lastSequenceNumber=last, communicationParties=found)

    @api.post("/communicationparty")
    def many(area: str) -> Response:
        """Those asked for that are there."""
        registry = admitted(area)
        asked = [registry.find(her_id) for her_id in _asked_for()]
        return jsonify([rest_forms.full_party(registry, record) for record in asked if record is not None])

    @api.get("/event")
    def events(area: str) -> Response:
        registry = admitted(area)
        return jsonify([rest_forms.event(event) for event in _events(registry, "fromSequenceNumber")])

    @api.get("/communicationparty/<her_id>/certificates")
    def certificates(area: str, her_id: str) -> Response:
        registry = admitted(area)
        record = _named(registry, her_id)
        return jsonify(
            {use.value: [rest_forms.certificate(found) for found in registry.certificates(record, use)] for use in Use}
        )

    return api


def as_read(areas: Registries, check: Check) -> Blueprint:
    """What NAV's client reads."""
    api = Blueprint("as_read", __name__, url_prefix="/w/<area>/api/v1")

    @api.get("/communicationparty/<her_id>")
    def party(area: str, her_id: str) -> Response:
        registry = _admitted(areas, check, area)
        return jsonify(rest_forms.party(registry, _named(registry, her_id)))

    @api.get("/certificate/<her_id>/signing")
    def signing(area: str, her_id: str) -> Response:
        return certificate(area, her_id, Use.SIGNING)

    @api.get("/certificate/<her_id>/encryption")
    def encryption(area: str, her_id: str) -> Response:
        return certificate(area, her_id, Use.ENCRYPTION)

    def certificate(area: str, her_id: str, use: Use) -> Response:
        registry = _admitted(areas, check, area)
        return jsonify(rest_forms.certificate(registry.certificate(_named(registry, her_id), use)))

    return api


def older(areas: Registries, check: Check) -> Blueprint:
    """The older API, in PascalCase."""
    api = Blueprint("older", __name__, url_prefix="/w/<area>")

    @api.get("/CommunicationPartyExport")
    def export(area: str) -> Response:
        registry = _admitted(areas, check, area)
        last = registry.last_number
        return jsonify(LastEventId=last, CommunicationParties=[pascal.party(registry, one) for one in registry.all()])

    @api.get("/CommunicationPartyEvents")
    def events(area: str) -> Response:
        registry = _admitted(areas, check, area)
        return jsonify(
            [
                {"EventId": one.number, "HerId": int(one.her_id), "EventType": one.kind, "EventTimestamp": one.at}
                for one in _events(registry, "EventId")
            ]
        )

    @api.get("/CommunicationParties/<her_id>")
    def party(area: str, her_id: str) -> Response:
        registry = _admitted(areas, check, area)
        return jsonify(pascal.party(registry, _named(registry, her_id), whole=True))

    return api


def _admitted(areas: Registries, check: Check, area: str) -> Registry:
    registry = areas.get(area)
    check(area, registry, request)
    registry.faults.linger("slow")
    return registry


def _named(registry: Registry, her_id: str) -> Record:
    """Raises `NotHerId`, `UnknownParty`."""
    if not HER_ID.fullmatch(her_id):
        raise not_her_id(her_id)
    return registry.get(her_id)


def _events(registry: Registry, name: str) -> tuple[Event, ...]:
    """From that number on, the number itself too: who asks for the last one plus one loses nothing by it."""
    given = request.args.get(name, "0")
    if not _NUMBER.fullmatch(given):
        raise faulty(f"{name} som et helt tall fra 0", ascii(given)[:80])
    since = int(given)
    return () if registry.faults.take("stale_events") else registry.events(since)


def _asked_for() -> list[str]:
    """The HER-ids of a body, a list or `{"herIds": […]}`; raises `NotJson`, `FaultyRequest`, `NotHerId`."""
    found = _json()
    listed = found.get("herIds") if isinstance(found, dict) else found
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_AT_ONCE:
        count = f"{len(listed)}" if isinstance(listed, list) else "noe annet enn en liste"
        raise faulty(f"en liste med 1 til {MOST_AT_ONCE} HER-id-er", count)
    texts = [_plain(one) for one in listed]
    for one in texts:
        if not HER_ID.fullmatch(one):
            raise not_her_id(one)
    return list(dict.fromkeys(texts))


def _plain(value: object) -> str:
    """A number as JSON may write it, so 1.0 too, or a text."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if type(value) in {int, str} else ascii(value)


def _json() -> Any:
    if not request.is_json:
        raise NotJson(
            "Forespørselen må være JSON.",
            expected="Content-Type: application/json",
            found=request.content_type or "ingen Content-Type",
            fix="Send HER-id-ene som en JSON-liste.",
        )
    try:
        return json.loads(reading.body(request))
    except (ValueError, RecursionError) as error:
        raise faulty("en JSON-liste i UTF-8", not_json(error)) from error
