"""What is read from a request to the control API, with an error that tells the form."""

from __future__ import annotations

import math
from typing import Any

from flask import request

from simulator.journal.refusals import FaultyParams


def content() -> dict[str, Any]:
    """The JSON object of the body; raises `FaultyParams`."""
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        raise faulty("et JSON-objekt", request.content_type or "ingen Content-Type")
    return given


def number(name: str, usual: int, least: int, most: int) -> int:
    """A whole number of the query; raises `FaultyParams`."""
    text = request.args.get(name, str(usual))
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else math.nan
    if not least <= value <= most:
        raise faulty(f"{name} som et helt tall fra {least} til {most}", ascii(text)[:80])
    return int(value)


def faulty(expected: str, found: str) -> FaultyParams:
    """What is wrong with a request."""
    return FaultyParams(
        "Forespørselen har feil form.", expected=expected, found=found, fix="Rett den etter /_sim/openapi.json."
    )
