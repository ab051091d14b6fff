"""Staff over HTTP: docs/contract.md, part 2."""

from __future__ import annotations

import hmac
import json
import uuid
from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from simulator.journal.area import Area
from simulator.journal.intents import READING
from simulator.journal.refusals import FaultyParams
from simulator.staff import forms
from standards.errors import Problem


class WrongSecret(Problem):
    """The bearer secret is missing or wrong."""


def blueprint(find: Callable[[str], Area]) -> Blueprint:
    """The routes under /w/<area>/staff."""
    staff = Blueprint("staff", __name__)

    @staff.post("/intents/<name>")
    def intent(area: str, name: str) -> Response:
        found = find(area)
        _authorise(found.staff_secret)
        params = _params()
        forms.check(name, params)
        if name == "settle":
            return jsonify(_settle(found, params))
        return jsonify(found.journal.do(name, params, _key(name)))

    return staff


def _settle(area: Area, params: dict[str, Any]) -> dict[str, Any]:
    settled, reason = area.settle(float(params["deadline_seconds"]))
    outcome = "unable" if settled is None else "done" if settled else "refused"
    return {"outcome": outcome, "reason": reason or None, "data": {}}


def _authorise(secret: str) -> None:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if not hmac.compare_digest(given.encode(), secret.encode()):
        raise WrongSecret(
            "Hemmeligheten for ansatte er feil eller mangler.",
            expected="Authorization: Bearer med secret fra [staff] i testobjektfilen",
            found="en annen verdi" if given else "ingen Authorization",
            fix="Bruk testobjektfilen som simulatoren skrev.",
        )


def _params() -> dict[str, Any]:
    try:
        params = _read(request.get_data()) if request.is_json else None
    except (ValueError, RecursionError):
        params = None
    if not isinstance(params, dict):
        raise FaultyParams(
            "Forespørselen må være et JSON-objekt.",
            expected="Content-Type: application/json og et objekt med parametre",
            found="noe annet enn et JSON-objekt" if request.is_json else request.content_type or "ingen Content-Type",
            fix="Send parametrene som JSON i UTF-8.",
        )
    return params


def _read(raw: bytes) -> Any:
    """As `json.loads` reads bytes, with a decoder that is made once."""
    return _DECODER.decode(raw.decode(json.detect_encoding(raw), "surrogatepass"))


def _no_number(constant: str) -> float:
    raise ValueError(f"{constant} is not JSON")


_DECODER: Final = json.JSONDecoder(parse_constant=_no_number)


def _key(intent: str) -> str:
    """The idempotency key; only reading may go without."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key and intent in READING:
        return ""
    try:
        return str(uuid.UUID(key))
    except ValueError as error:
        raise FaultyParams(
            "Idempotency-Key mangler eller er ikke en UUID.",
            expected="en ny UUID for hvert oppdrag, den samme når et oppdrag gjentas",
            found=key[:80] or "ikke oppgitt",
            fix="Legg til headeren.",
        ) from error
