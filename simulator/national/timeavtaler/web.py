"""REST Timenotifikasjon over HTTP and the inbox beside it, as docs/contract.md part 4 has it."""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Flask, Response, jsonify, request

from simulator.national.timeavtaler import answers, content, control
from simulator.national.timeavtaler.access import Check
from simulator.national.timeavtaler.appointments import ADDRESS, CREATED, Answer
from simulator.national.timeavtaler.areas import Areas
from simulator.national.timeavtaler.inbox import Call
from simulator.national.timeavtaler.issues import Issue, of_problem, written
from simulator.national.timeavtaler.refusals import FaultyRequest, NotFhir, Refusal, UnknownAddress, WrongMethod

METHODS: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
MAX_WAIT_SECONDS, MOST_AT_ONCE, USUAL_AT_ONCE = 30.0, 1000, 100
_APPOINTMENT: Final = re.compile(r"v1/Appointment(?:/[^/]*)?")
_OPENAPI: Final = Path(__file__).with_name("openapi.json")
_TAKEN: Final = {
    "new": "Timen er ny, og er tatt imot.",
    "changed": "Timen er endret.",
    "identical": "Timen er lik den Helsenorge har fra før.",
}


def create_app(areas: Areas, check: Check, *, max_body_bytes: int, max_parked: int) -> Flask:
    """The WSGI app; at most `max_parked` long polls may hold a thread at a time."""
    app = Flask("timeavtaler", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = max_body_bytes
    app.url_map.merge_slashes = False
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    answers.install(app)
    app.register_blueprint(_service(areas, check), url_prefix="/w/<area>/timeavtaler")
    app.register_blueprint(_inbox(areas, threading.BoundedSemaphore(max_parked)), url_prefix="/w/<area>/timeavtaler")
    app.register_blueprint(control.blueprint(areas), url_prefix="/_sim")
    app.get("/openapi.json")(lambda: Response(_OPENAPI.read_bytes(), mimetype="application/json"))
    return app


def _service(areas: Areas, check: Check) -> Blueprint:
    service = Blueprint("service", __name__)

    @service.route("/api/<path:rest>", methods=METHODS, provide_automatic_options=False)
    def call(area: str, rest: str) -> Response:
        """One way in for whatever a journal tries, so that the inbox shows all of it."""
        appointments = areas.get(area)
        path = f"/timeavtaler/api/{rest}"
        arrived = Call(request.method, path, request.content_type or "")
        try:
            arrived = Call(request.method, path, request.content_type or "", content.body(request))
            _require_put(rest)
            check(area, request.headers.get("Authorization", ""))
            media = content.media_type(request)
        except Refusal as refusal:
            appointments.note_refused(arrived, refusal.status, of_problem(refusal, refusal.issue))
            answer = answers.problem(refusal)
            if isinstance(refusal, WrongMethod):
                answer.headers["Allow"] = "PUT"
            if isinstance(refusal, NotFhir):
                answer.headers["Accept"] = ", ".join(content.MEDIA_TYPES)
            return answer
        return _answered(appointments.put(arrived, media), f"{request.host_url}w/{area}")

    return service


def _inbox(areas: Areas, parking: threading.BoundedSemaphore) -> Blueprint:
    inbox = Blueprint("inbox", __name__)

    @inbox.get("/_inbox")
    def read(area: str) -> Response:
        found = areas.get(area).inbox
        after = int(_number("after", 0, 2**53))
        wait, limit = _number("wait", 0, MAX_WAIT_SECONDS), int(_number("limit", USUAL_AT_ONCE, MOST_AT_ONCE, least=1))
        with _parked(parking, wait) as may_wait:
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
            expected=answers.nearest(f"/w/{{id}}/timeavtaler/api/{rest}"),
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


def _number(name: str, usual: float, most: float, *, least: float = 0) -> float:
    text = request.args.get(name, f"{usual:g}")
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise FaultyRequest(
            "Forespørselen har feil form.",
            expected=f"{name} som et tall fra {least:g} til {most:g}",
            found=ascii(text)[:80],
            fix="Rett forespørselen; formen står i docs/contract.md.",
        )
    return value


@contextmanager
def _parked(parking: threading.BoundedSemaphore, wait: float) -> Iterator[bool]:
    """Whether there is a thread to spare for waiting."""
    may_wait = wait > 0 and parking.acquire(blocking=False)
    try:
        yield may_wait or wait == 0
    finally:
        if may_wait:
            parking.release()
