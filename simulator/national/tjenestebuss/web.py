"""The bus over HTTP, as docs/contract.md part 1 has it."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, Flask, Response, jsonify, request

from simulator.national.tjenestebuss import answers, control, forms
from simulator.national.tjenestebuss.areas import Areas
from simulator.national.tjenestebuss.broker import Broker
from simulator.national.tjenestebuss.messages import Locked

_JSON_OVERHEAD = 1024 * 1024


def create_app(areas: Areas, *, max_body_bytes: int, max_parked: int) -> Flask:
    """The WSGI app of a bus server; at most `max_parked` long polls may hold a thread at a time."""
    app = Flask("tjenestebuss", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = max_body_bytes * 4 // 3 + _JSON_OVERHEAD
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    answers.install(app)
    app.register_blueprint(_queues(areas, threading.BoundedSemaphore(max_parked)), url_prefix="/w/<area>")
    app.register_blueprint(control.blueprint(areas), url_prefix="/_sim")
    return app


def _queues(areas: Areas, parking: threading.BoundedSemaphore) -> Blueprint:
    bus = Blueprint("queues", __name__)

    @bus.post("/queues/<queue>/messages")
    def send(area: str, queue: str) -> tuple[Response, int]:
        broker, _ = _enter(areas, area)
        broker.parties.require_queue(queue)
        envelope, body = forms.message(forms.json_object(request))
        return jsonify(sequence=broker.send(queue, envelope, body)), 201

    @bus.post("/queues/<queue>/lock")
    def lock(area: str, queue: str) -> Response | tuple[Response, int]:
        broker, her_id = _enter(areas, area)
        wait = forms.wait_seconds(request)
        with _parked(parking, wait) as may_wait:
            found = broker.lock(queue, her_id, wait if may_wait else 0.0, forms.consumer(request))
        if found is not None:
            return _delivery(found)
        answer = Response(status=204)
        if not may_wait:
            answer.headers["Retry-After"] = "1"
        return answer

    @bus.post("/queues/<queue>/recover")
    def recover(area: str, queue: str) -> Response:
        broker, her_id = _enter(areas, area)
        return jsonify(released=broker.recover(queue, her_id, forms.consumer(request)))

    @bus.delete("/locks/<token>")
    def complete(area: str, token: str) -> Response:
        broker, her_id = _enter(areas, area)
        broker.complete(token, her_id)
        return Response(status=204)

    @bus.post("/locks/<token>/release")
    def release(area: str, token: str) -> Response:
        broker, her_id = _enter(areas, area)
        broker.release(token, her_id)
        return Response(status=204)

    @bus.get("/queues/<queue>")
    def depth(area: str, queue: str) -> Response:
        broker, her_id = _enter(areas, area)
        found = broker.depth(queue, her_id)
        return jsonify(ready=found.ready, locked=found.locked, dead=found.dead)

    return bus


def _enter(areas: Areas, area: str) -> tuple[Broker, str]:
    """The area's bus and who is asking; raises `UnknownArea`, `WrongPassword`."""
    broker = areas.get(area)
    her_id, password = forms.login(request)
    broker.parties.authenticate(her_id, password)
    return broker, her_id


@contextmanager
def _parked(parking: threading.BoundedSemaphore, wait: float) -> Iterator[bool]:
    """Whether there is a thread to spare for waiting."""
    may_wait = wait > 0 and parking.acquire(blocking=False)
    try:
        yield may_wait or wait == 0
    finally:
        if may_wait:
            parking.release()


def _delivery(found: Locked) -> Response:
    message = {**found.envelope.to_json(), "body_b64": base64.b64encode(found.body).decode("ascii")}
    return jsonify(
        lock_token=found.lock,
        expires_at=forms.iso(found.expires_at),
        delivery_count=found.delivery_count,
        sequence=found.sequence,
        enqueued_at=forms.iso(found.enqueued_at),
        message=message,
    )
