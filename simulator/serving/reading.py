"""What a request holds: its body, JSON and numbers, or else a refusal that says what is wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from flask import Request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from simulator.serving.refusals import FaultyRequest, NotJson, TooLarge, faulty
from standards.errors import kind_of, not_json


def body(request: Request) -> bytes:
    """The bytes as they came; raises `TooLarge`, `FaultyRequest`."""
    try:
        raw = request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise too_large(request) from error
    except (ClientDisconnected, OSError, ValueError) as error:
        raise _cut_off() from error
    length, most = request.content_length, request.max_content_length
    if length is None and most is not None and len(raw) >= most:
        raise too_large(request)  # of a body in chunks no more is read, and nothing tells that there was more
    if length is not None and len(raw) < length:
        raise _cut_off()
    return raw


def json_object(request: Request) -> dict[str, Any]:
    """The request's body as a JSON object; raises `NotJson`, `FaultyRequest`, `TooLarge`."""
    if not request.is_json:
        raise NotJson(
            "Forespørselen må være JSON.",
            expected="Content-Type: application/json",
            found=request.content_type or "ingen Content-Type",
            fix="Send innholdet som JSON i UTF-8.",
        )
    raw = body(request)
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise faulty("et JSON-objekt i UTF-8", not_json(error)) from error
    return json_value(content, "innholdet")


def json_value(value: object, name: str) -> dict[str, Any]:
    """The value as an object; raises `FaultyRequest`."""
    if not isinstance(value, dict):
        raise faulty(f"{name} som et JSON-objekt", kind_of(value))
    return value


def text(content: Mapping[str, Any], name: str) -> str:
    """A field that is text, empty when it is left out; raises `FaultyRequest`."""
    value = content.get(name, "")
    if not isinstance(value, str):
        raise faulty(f"{name} som tekst", ascii(value)[:80])
    return value


def texts(content: Mapping[str, Any], name: str) -> dict[str, str]:
    """A field that is an object of texts, where null is left out; raises `FaultyRequest`."""
    given = content.get(name)
    values = json_value({} if given is None else given, name)
    found = {key: value for key, value in values.items() if value is not None}
    for key, value in found.items():
        if not isinstance(value, str):
            raise faulty(f"{name}.{key!a} som tekst", f"{kind_of(value)}: {value!r}"[:80])
        if not _is_unicode(key + value):
            raise faulty(f"{name} som gyldig Unicode, uten halve surrogatpar", ascii(f"{key}: {value}")[:80])
    return found


def query_number(request: Request, name: str, usual: float, most: float, *, least: float = 0) -> float:
    """A number after the question mark; raises `FaultyRequest`."""
    given = request.args.get(name, f"{usual:g}")
    try:
        value = float(given)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise faulty(f"{name} som et tall fra {least:g} til {most:g}", ascii(given)[:80])
    return value


def _is_unicode(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def too_large(request: Request) -> TooLarge:
    """What is said of a body over the cap."""
    return TooLarge(
        "Innholdet er for stort.",
        expected=f"høyst {request.max_content_length} byte",
        found=f"{request.content_length} byte" if request.content_length else "mer",
        fix="Send mindre, for eksempel uten vedlegg og innebygde dokumenter.",
    )


def _cut_off() -> FaultyRequest:
    return FaultyRequest(
        "Innholdet kom ikke helt fram.",
        expected="så mange byte som Content-Length sier",
        found="færre, eller en ødelagt oppdeling",
        fix="Send kallet på nytt.",
    )
