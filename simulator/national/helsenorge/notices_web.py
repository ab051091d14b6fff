"""The notices over HTTP: events in, the outbox out. Routes of our own, for Helsenorge's parts and for testers."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from simulator.national.helsenorge import faults, happenings
from simulator.national.helsenorge.areas import Areas
from simulator.serving import reading
from simulator.serving.paper import Paper
from simulator.serving.waiting import MAX_WAIT_SECONDS, Parking

MOST_AT_ONCE, USUAL_AT_ONCE = 1000, 100
_ON_THE_PAGE: Final = 200


def notices(areas: Areas, parking: Parking) -> Blueprint:
    """The routes under /varsel."""
    web = Blueprint("notices", __name__, url_prefix="/w/<area>/varsel")
    paper = Paper("simulator.national.helsenorge")

    @web.post("/hendelser")
    def happen(area: str) -> tuple[Response, int]:
        found = areas.get(area)
        answer, is_new = found.notices.take(happenings.read(reading.json_object(request)))
        found.faults.linger(faults.SLOW)
        return jsonify(answer), 201 if is_new else 200

    @web.get("/utboks")
    def outbox(area: str) -> Response:
        found = areas.get(area).notices
        after = int(reading.query_number(request, "after", 0, 2**53))
        wait = reading.query_number(request, "wait", 0, MAX_WAIT_SECONDS)
        limit = int(reading.query_number(request, "limit", USUAL_AT_ONCE, MOST_AT_ONCE, least=1))
        found.catch_up()
        with parking.place(wait) as may_wait:
            entries = found.outbox.read(after, wait if may_wait else 0.0, limit)
        if wait and not entries:  # a reminder may have come due meanwhile
            found.catch_up()
            entries = found.outbox.read(after, 0.0, limit)
        last = entries[-1]["nummer"] if entries else after
        answer = jsonify(varsler=_for(entries), last=last, oldest=found.outbox.oldest)
        if not may_wait:
            answer.headers["Retry-After"] = "1"
        return answer

    @web.get("/paaminnelser")
    def reminders(area: str) -> Response:
        found = areas.get(area).notices
        found.catch_up()
        return jsonify(paaminnelser=found.reminders.listed(MOST_AT_ONCE))

    @web.get("")
    def page(area: str) -> Response:
        found = areas.get(area).notices
        found.catch_up()
        oldest = found.outbox.oldest or 1
        entries = found.outbox.read(max(oldest, found.outbox.last - _ON_THE_PAGE + 1) - 1, 0.0, _ON_THE_PAGE)
        planned = [one for one in found.reminders.listed(MOST_AT_ONCE) if one["tilstand"] == "planlagt"]
        return paper.page("utboks.html.j2", area=area, entries=_for(entries)[::-1], planned=planned)

    return web


def _for(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those to the one who is asked about, or all."""
    wanted = request.args.get("til", "")
    return [one for one in entries if not wanted or one["til"] == wanted]
