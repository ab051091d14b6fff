"""The bus over HTTP, as docs/contract.md part 1 has it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request

from simulator.clock import iso
from simulator.national.tjenestebuss import forms
from simulator.national.tjenestebuss.areas import Areas
from simulator.national.tjenestebuss.broker import Broker
from simulator.national.tjenestebuss.messages import Locked
from simulator.national.tjenestebuss.parties import queues_of
from simulator.serving import app, control, reading
from simulator.serving.waiting import MAX_WAIT_SECONDS, Parking

_JSON_OVERHEAD = 1024 * 1024


def create_app(areas: Areas, *, max_body_bytes: int, parking: Parking) -> Flask:
    """The WSGI app of a bus server."""

    def ensure(area: str, given: Mapping[str, Any]) -> bool:
        return areas.ensure(area, reading.texts(given, "parties"))

    def described(broker: Broker) -> dict[str, Any]:
        her_ids = broker.parties.her_ids()
        queues = [queue for her_id in her_ids for queue in queues_of(her_id)]
        return {"parties": her_ids, "queues": queues, "amqp": areas.amqp_url}

    return app.create_app(
        "tjenestebuss",
        "Norsk helsenett, tjenestebuss",
        [_queues(areas, parking), control.blueprint("tjenestebuss", areas, ensure, described)],
        max_request_bytes=max_body_bytes * 4 // 3 + _JSON_OVERHEAD,
    )


def _queues(areas: Areas, parking: Parking) -> Blueprint:
    bus = Blueprint("queues", __name__, url_prefix="/w/<area>")

    @bus.post("/queues/<queue>/messages")
    def send(area: str, queue: str) -> tuple[Response, int]:
        broker, _ = _enter(areas, area)
        broker.parties.require_queue(queue)
        envelope, body = forms.message(reading.json_object(request))
        return jsonify(sequence=broker.send(queue, envelope, body)), 201

    @bus.post("/queues/<queue>/lock")
    def lock(area: str, queue: str) -> Response | tuple[Response, int]:
        broker, her_id = _enter(areas, area)
        wait = reading.query_number(request, "wait", 0, MAX_WAIT_SECONDS)
        with parking.place(wait) as may_wait:
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

    @bus.get("/queues")
    def depths(area: str) -> Response:
        broker, her_id = _enter(areas, area)
        return jsonify(queues={queue: vars(depth) for queue, depth in broker.depths(her_id).items()})

    return bus


def _enter(areas: Areas, area: str) -> tuple[Broker, str]:
    """The area's bus and who is asking; raises `UnknownArea`, `WrongPassword`."""
    broker = areas.get(area)
    her_id, password = forms.login(request)
    broker.parties.authenticate(her_id, password)
    return broker, her_id


def _delivery(found: Locked) -> Response:
    message = {**found.envelope.to_json(), "body_b64": base64.b64encode(found.body).decode("ascii")}
    return jsonify(
        lock_token=found.lock,
        expires_at=iso(found.expires_at),
        delivery_count=found.delivery_count,
        sequence=found.sequence,
        enqueued_at=iso(found.enqueued_at),
        message=message,
    )
