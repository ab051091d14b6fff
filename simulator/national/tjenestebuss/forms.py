"""The forms of the contract: what a client may send, or else a refusal that says what is wrong."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from flask import Request

from simulator.serving import reading
from simulator.serving.refusals import faulty
from standards.envelope import Envelope
from standards.errors import kind_of

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


def message(content: Mapping[str, Any]) -> tuple[Envelope, bytes]:
    """The envelope and the body bytes of a message to be sent; raises `FaultyRequest`."""
    header = reading.json_value({} if content.get("header") is None else content["header"], "header")
    ttl = header.get("ttl_ms")
    if ttl is not None and (type(ttl) is not int or not 0 <= ttl <= _MAX_TTL_MS):
        raise faulty("header.ttl_ms som et helt antall millisekunder", repr(ttl)[:80])
    envelope = Envelope(
        properties=reading.texts(content, "properties"),
        application_properties=reading.texts(content, "application_properties"),
        ttl_ms=ttl,
    )
    return envelope, _body(content.get("body_b64"))


def consumer(request: Request) -> str:
    """The name that the reader goes by, empty when it gave none; raises `FaultyRequest`."""
    name = request.args.get("consumer", "")
    if len(name) > _LONGEST_NAME:
        raise faulty(f"consumer med høyst {_LONGEST_NAME} tegn", f"{len(name)} tegn")
    return name


def _body(encoded: object) -> bytes:
    if not isinstance(encoded, str):
        raise faulty("body_b64 som base64-tekst", kind_of(encoded))
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise faulty("body_b64 som base64-tekst uten linjeskift", "noe som ikke er base64") from error
