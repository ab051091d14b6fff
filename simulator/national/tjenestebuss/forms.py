"""The forms of the contract: what a client may send, or else a refusal that says what is wrong."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Request

from simulator.national.tjenestebuss.refusals import FaultyRequest, NotJson
from standards.envelope import Envelope
from standards.errors import kind_of, not_json

MAX_WAIT_SECONDS = 30.0
_MAX_TTL_MS = 10**12
_LONGEST_NAME = 64


def login(request: Request) -> tuple[str, str]:
    """HER-id and password of HTTP Basic, or empty strings; UTF-8, or else latin-1 as many libraries still send."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        raw = base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return "", ""
    try:
        pair = raw.decode("utf-8")
    except UnicodeDecodeError:
        pair = raw.decode("latin-1")
    her_id, _, password = pair.partition(":")
    return her_id, password


def json_object(request: Request) -> dict[str, Any]:
    """The request's body as a JSON object; raises `NotJson`, `FaultyRequest`."""
    if not request.is_json:
        raise NotJson(
            "Forespørselen må være JSON.",
            expected="Content-Type: application/json",
            found=request.content_type or "ingen Content-Type",
            fix="Send innholdet som JSON i UTF-8.",
        )
    try:
        content = json.loads(request.get_data(cache=False))
    except (ValueError, RecursionError) as error:
        raise _faulty("et JSON-objekt i UTF-8", not_json(error)) from error
    return _object(content, "innholdet")


def message(content: Mapping[str, Any]) -> tuple[Envelope, bytes]:
    """The envelope and the body bytes of a message to be sent; raises `FaultyRequest`."""
    header = _object(content.get("header"), "header")
    ttl = header.get("ttl_ms")
    if ttl is not None and (type(ttl) is not int or not 0 <= ttl <= _MAX_TTL_MS):
        raise _faulty("header.ttl_ms som et helt antall millisekunder", repr(ttl)[:80])
    envelope = Envelope(
        properties=_texts(content, "properties"),
        application_properties=_texts(content, "application_properties"),
        ttl_ms=ttl,
    )
    return envelope, _body(content.get("body_b64"))


def consumer(request: Request) -> str:
    """The name that the reader goes by, empty when it gave none; raises `FaultyRequest`."""
    name = request.args.get("consumer", "")
    if len(name) > _LONGEST_NAME:
        raise _faulty(f"consumer med høyst {_LONGEST_NAME} tegn", f"{len(name)} tegn")
    return name


def wait_seconds(request: Request) -> float:
    """How long the client will wait for a message; raises `FaultyRequest`."""
    text = request.args.get("wait", "0")
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= MAX_WAIT_SECONDS:
        raise _faulty(f"wait som antall sekunder fra 0 til {MAX_WAIT_SECONDS:g}", repr(text)[:80])
    return seconds


def passwords(content: Mapping[str, Any]) -> dict[str, str]:
    """HER-ids and passwords of an area's parties; raises `FaultyRequest`."""
    return _texts(content, "parties")


def number(content: Mapping[str, Any], name: str, limit: float) -> float | None:
    """A number between minus and plus `limit`, or None when it is left out; raises `FaultyRequest`."""
    value = content.get(name)
    if value is None:
        return None
    if type(value) not in (int, float) or not -limit <= value <= limit:
        raise _faulty(f"{name} som et tall mellom {-limit:g} og {limit:g}", repr(value)[:80])
    return float(value)


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with Z, as every time of the contract is written."""
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _body(encoded: object) -> bytes:
    if not isinstance(encoded, str):
        raise _faulty("body_b64 som base64-tekst", kind_of(encoded))
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _faulty("body_b64 som base64-tekst uten linjeskift", "noe som ikke er base64") from error


def _texts(content: Mapping[str, Any], name: str) -> dict[str, str]:
    values = {key: value for key, value in _object(content.get(name), name).items() if value is not None}
    for key, value in values.items():
        if not isinstance(value, str):
            raise _faulty(f"{name}.{key!a} som tekst", f"{kind_of(value)}: {value!r}"[:80])
        if not _is_unicode(key + value):
            raise _faulty(f"{name} som gyldig Unicode, uten halve surrogatpar", ascii(f"{key}: {value}")[:80])
    return values


def _is_unicode(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def _object(value: object, name: str) -> dict[str, Any]:
    if value is None and name != "innholdet":
        return {}
    if not isinstance(value, dict):
        raise _faulty(f"{name} som et JSON-objekt", kind_of(value))
    return value


def _faulty(expected: str, found: str) -> FaultyRequest:
    return FaultyRequest(
        "Forespørselen har feil form.",
        expected=expected,
        found=found,
        fix="Rett forespørselen; formen står i docs/contract.md.",
    )
