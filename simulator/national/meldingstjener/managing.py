"""The control of an area beside what every service has: what lies there, how long it is under way, how it ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from simulator.national.meldingstjener.access import digest
from simulator.national.meldingstjener.mailbox import STATES, Mailbox, Message
from simulator.national.meldingstjener.refusals import not_there
from simulator.national.meldingstjener.telling import overview
from simulator.serving import reading
from simulator.serving.areas import Areas
from simulator.serving.control import Ensure
from simulator.serving.refusals import faulty

_MOST_SECONDS: Final = 100 * 3600
USUAL_AT_ONCE, MOST_AT_ONCE = 100, 1000


def described(box: Mailbox) -> dict[str, Any]:
    """What is told of an area."""
    return {
        "messages": box.count(),
        "parties": {str(her_id): owner for her_id, owner in box.parties.items()},
        "delivery_seconds": box.delivery_seconds,
        "token": bool(box.token_digest),
    }


def ensuring(areas: Areas[Mailbox]) -> Ensure:
    """Makes an area with who owns which HER-id (`parties`) and perhaps a simple `token`."""

    def ensure(area: str, given: Mapping[str, Any]) -> bool:
        parties, token = _parties(given), reading.text(given, "token")

        def prepare(box: Mailbox) -> None:
            box.add_parties(parties)
            if token:
                box.ask_for(digest(token))

        return areas.make(area, prepare)

    return ensure


def blueprint(areas: Areas[Mailbox]) -> Blueprint:
    """Routes under /_sim."""
    managing = Blueprint("managing", __name__, url_prefix="/_sim/areas/<area>")

    @managing.get("/messages")
    def messages(area: str) -> Response:
        box = areas.get(area)
        limit = int(reading.query_number(request, "limit", USUAL_AT_ONCE, MOST_AT_ONCE, least=1))
        return jsonify(messages=[overview(one, box.copies(one)) for one in box.all(limit)])

    @managing.post("/messages/<message>/delivery")
    def force(area: str, message: str) -> Response:
        box = areas.get(area)
        found, given = box.find(message), reading.json_object(request)
        if found is None:
            raise not_there(message)
        box.force(found, _receiver(box, found, given), _state(given))
        return jsonify(overview(found, box.copies(found)))

    @managing.post("/delivery")
    def deliver_after(area: str) -> Response:
        box = areas.get(area)
        box.deliver_after(_seconds(reading.json_object(request)))
        return jsonify(delivery_seconds=box.delivery_seconds)

    return managing


def _parties(given: Mapping[str, Any]) -> dict[int, str]:
    parties = reading.texts(given, "parties")
    for her_id in parties:
        if not (her_id.isascii() and her_id.isdigit() and len(her_id) < 11):
            raise faulty('parties som {"HER-id": "organisasjonsnummer"}', ascii(her_id)[:80])
    return {int(her_id): owner for her_id, owner in parties.items()}


def _receiver(box: Mailbox, message: Message, given: Mapping[str, Any]) -> int | None:
    receiver, known = given.get("receiver"), [copy.receiver for copy in box.copies(message)]
    if receiver is not None and (type(receiver) is not int or receiver not in known):
        raise faulty(f"receiver som en av {known}, eller utelatt", ascii(receiver)[:80])
    return receiver


def _state(given: Mapping[str, Any]) -> str:
    state = reading.text(given, "state")
    if state not in (*STATES, ""):
        raise faulty(f"state som {', '.join(STATES)}, eller tom for å følge klokken", ascii(state)[:80])
    return state


def _seconds(given: Mapping[str, Any]) -> float:
    seconds: Any = given.get("seconds")
    if type(seconds) not in {int, float} or not 0 <= seconds <= _MOST_SECONDS:
        raise faulty(f"seconds som et tall fra 0 til {_MOST_SECONDS}", ascii(seconds)[:80])
    return float(seconds)
