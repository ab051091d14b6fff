"""REST Timenotifikasjon over HTTP and the inbox beside it, as docs/contract.md part 4 has it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from flask import Blueprint, Flask, Response, jsonify, request

from simulator.national.timeavtaler import answers, content
from simulator.national.timeavtaler.access import Check
from simulator.national.timeavtaler.appointments import ADDRESS, CREATED, Answer, Appointments
from simulator.national.timeavtaler.areas import Areas
from simulator.national.timeavtaler.inbox import Call
from simulator.national.timeavtaler.issues import Issue, of_problem, written
from simulator.national.timeavtaler.refusals import WrongMethod
from simulator.serving import app, control, reading
from simulator.serving.answers import nearest
from simulator.serving.refusals import Refusal, UnknownAddress
from simulator.serving.waiting import MAX_WAIT_SECONDS, Parking

METHODS: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
MOST_AT_ONCE, USUAL_AT_ONCE = 1000, 100
_APPOINTMENT: Final = re.compile(r"v1/Appointment(?:/[^/]*)?")
_PREFIX: Final = "/w/<area>/timeavtaler"
_HIDDEN: Final = ("/w/{area}/timeavtaler/api/v1/Appointment/{id}",)
_TAKEN: Final = {
    "new": "Timen er ny, og er tatt imot.",
    "changed": "Timen er endret.",
    "identical": "Timen er lik den Helsenorge har fra før.",
}


def create_app(areas: Areas, check: Check, *, max_body_bytes: int, parking: Parking) -> Flask:
    """The WSGI app; `check` says who may call."""

    def ensure(area: str, given: Mapping[str, Any]) -> bool:
        return areas.ensure(area, reading.text(given, "token"))

    return app.create_app(
        "timeavtaler",
        "Helsenorge, timeavtaler",
        [_service(areas, check), _inbox(areas, parking), control.blueprint("timeavtaler", areas, ensure, _described)],
        max_request_bytes=max_body_bytes,
        shape=answers.shape,
        hidden=_HIDDEN,
        openapi=Path(__file__).with_name("openapi.json"),
    )


def _described(found: Appointments) -> dict[str, Any]:
    return {"appointments": found.count(), "token": bool(found.token_digest)}


def _service(areas: Areas, check: Check) -> Blueprint:
    service = Blueprint("service", __name__, url_prefix=_PREFIX)

    @service.route("/api/<path:rest>", methods=METHODS, provide_automatic_options=False)
    def call(area: str, rest: str) -> Response:
        """One way in for whatever a journal tries, so that the inbox shows all of it."""
        appointments = areas.get(area)
        path = f"/timeavtaler/api/{rest}"
        arrived = Call(request.method, path, request.content_type or "")
        try:
            arrived = Call(request.method, path, request.content_type or "", reading.body(request))
            _require_put(rest)
            check(area, request.headers.get("Authorization", ""))
            media = content.media_type(request)
        except Refusal as refusal:
            appointments.note_refused(arrived, refusal.status, of_problem(refusal, refusal.status))
            raise
        return _answered(appointments.put(arrived, media), f"{request.host_url}w/{area}")

    return service


def _inbox(areas: Areas, parking: Parking) -> Blueprint:
    inbox = Blueprint("inbox", __name__, url_prefix=_PREFIX)

    @inbox.get("/_inbox")
    def read(area: str) -> Response:
        found = areas.get(area).inbox
        after = int(reading.query_number(request, "after", 0, 2**53))
        wait = reading.query_number(request, "wait", 0, MAX_WAIT_SECONDS)
        limit = int(reading.query_number(request, "limit", USUAL_AT_ONCE, MOST_AT_ONCE, least=1))
        with parking.place(wait) as may_wait:
            entries = found.read(after, wait if may_wait else 0.0, limit)
        answer = jsonify(entries=entries, last=entries[-1]["number"] if entries else after, oldest=found.oldest)
        if not may_wait:
            answer.headers["Retry-After"] = "1"
        return answer

    return inbox


def _require_put(rest: str) -> None:
    """Raises `UnknownAddress`, `WrongMethod`."""
    if not _APPOINTMENT.fullmatch(rest):
        raise UnknownAddress(
            "Adressen finnes ikke.",
            expected=nearest(f"/w/{{area}}/timeavtaler/api/{rest}", _HIDDEN),
            found=f"/timeavtaler/api/{rest}"[:120],
            fix="Rett adressen; store og små bokstaver teller.",
        )
    if request.method != "PUT":
        raise WrongMethod(
            "Adressen tar bare imot PUT.",
            expected="PUT med hele timen; en time avlyses med status cancelled, og feilføring med entered-in-error",
            found=request.method,
            fix="Bruk PUT.",
        )


def _answered(answer: Answer, base: str) -> Response:
    """What was thought of it; with `Prefer` the resource itself, or nothing, as FHIR has it."""
    issues = answer.issues
    if answer.change is not None:
        issues = (Issue("information", "informational", _TAKEN[answer.change.kind]), *issues)
    response = answers.said(issues, answer.status)
    if answer.resource is not None and (wanted := _preferred()):
        as_xml = content.is_xml(content.answer_type(request))
        response.set_data(written(answer.resource, as_xml=as_xml) if wanted == "representation" else b"")
    if answer.status == CREATED:
        response.headers["Location"] = f"{base}{ADDRESS}/{quote(answer.id, safe='')}"
    return response


def _preferred() -> str:
    prefer = request.headers.get("Prefer", "")
    return next((one for one in ("representation", "minimal") if f"return={one}" in prefer), "")
