"""Control of what the registry holds: look at a party with its keys, and change it as a registrar would."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from simulator.certificates import Use
from simulator.clock import iso
from simulator.national.adresseregister.areas import Registries
from simulator.national.adresseregister.records import Record
from simulator.national.adresseregister.registry import Registry
from simulator.national.adresseregister.rest import HER_ID
from simulator.serving import reading
from simulator.serving.refusals import faulty

_KEYS: Final = ("name", "valid_to", "queue", "her_id", "rotate")


def blueprint(areas: Registries) -> Blueprint:
    """The routes under /_sim."""
    control = Blueprint("changes", __name__, url_prefix="/_sim/areas/<area>/parties")

    @control.get("")
    def show(area: str) -> Response:
        registry = areas.get(area)
        return jsonify(parties=[asdict(one) for one in registry.all()], last_number=registry.last_number)

    @control.get("/<her_id>")
    def one(area: str, her_id: str) -> Response:
        """What it really is, whatever fault is on; other services of the same world read it here.

        With `?with=certificates` those too: keys are made when they are first asked for, and that takes time.
        """
        registry = areas.get(area)
        return jsonify(_described(registry, registry.get(her_id), request.args.get("with") == "certificates"))

    @control.get("/<her_id>/keys")
    def keys(area: str, her_id: str) -> Response:
        """Its certificates with private keys, for a client that is to be this party."""
        registry = areas.get(area)
        return jsonify(_keys(registry, registry.get(her_id)))

    @control.post("/<her_id>")
    def change(area: str, her_id: str) -> Response:
        registry = areas.get(area)
        registry.get(her_id)
        before = registry.last_number
        record = _changed(registry, her_id, reading.json_object(request))
        told = [asdict(event) for event in registry.events(before + 1)]
        return jsonify({**asdict(record), "events": told})

    return control


def _changed(registry: Registry, her_id: str, given: Mapping[str, Any]) -> Record:
    """Raises `FaultyRequest` for what cannot be done."""
    extra = sorted(set(given) - set(_KEYS))
    if extra or not given:
        raise faulty(", ".join(_KEYS), ", ".join(extra)[:80] or "ingen av dem")
    fields: dict[str, Any] = {}
    if "name" in given:
        fields["name"] = _text(given, "name", 200)
    if "queue" in given:
        fields["queue"] = reading.text(given, "queue")[:100]
    if "valid_to" in given:
        fields["valid_to"] = _moment(registry, given)
    rotate = [_use(one) for one in given.get("rotate") or ()] if isinstance(given.get("rotate", []), list) else None
    if rotate is None:
        raise faulty('rotate som ["signing", "encryption"] eller en av dem', repr(given["rotate"])[:80])
    wanted = reading.text(given, "her_id")
    if "her_id" in given and not HER_ID.fullmatch(wanted):
        raise faulty("her_id som 1 til 10 sifre, uten null først", ascii(wanted)[:80])
    record = registry.change(her_id, fields, rotate) if fields or rotate else registry.get(her_id)
    return registry.renumber(her_id, wanted) if "her_id" in given else record


def _text(given: Mapping[str, Any], name: str, most: int) -> str:
    value = reading.text(given, name).strip()
    if not 1 <= len(value) <= most:
        raise faulty(f"{name} med 1 til {most} tegn", f"{len(value)} tegn")
    return value


def _moment(registry: Registry, given: Mapping[str, Any]) -> str:
    """An end, `now`, or nothing for no end."""
    text = reading.text(given, "valid_to")
    if text in ("", "now"):
        return iso(registry.now()) if text else ""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise faulty("valid_to som 2026-12-31T00:00:00Z, now, eller tom for ingen slutt", ascii(text)[:80]) from error
    if moment.tzinfo is None:
        raise faulty("valid_to med tidssone, som Z", ascii(text)[:80])
    return iso(moment.astimezone(UTC))


def _use(value: object) -> Use:
    if value not in tuple(Use):
        raise faulty('rotate som ["signing", "encryption"] eller en av dem', repr(value)[:80])
    return Use(str(value))


def _described(registry: Registry, record: Record, with_certificates: bool) -> dict[str, Any]:
    queue, inherited = registry.queue_of(record)
    valid = record.valid_at(registry.now())
    told = {**asdict(record), "valid": valid, "reached_on": queue, "inherited": inherited}
    if with_certificates:
        found = {use.value: _base64(registry.certificate(record, use, true=True).der) for use in Use}
        told["certificates"] = found
    return told


def _keys(registry: Registry, record: Record) -> dict[str, Any]:
    found: dict[str, Any] = {"her_id": record.her_id, "authority": _base64(registry.authority_der())}
    for use in Use:
        one = registry.certificate(record, use, true=True)
        found[use.value] = {"certificate": _base64(one.der), "private_key_pem": one.pem.decode("ascii")}
    return found


def _base64(data: bytes) -> str:
    return b64encode(data).decode("ascii")
