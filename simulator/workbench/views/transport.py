"""The transport log, and one message of it with what our own rules say."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from simulator.journal import lists
from simulator.workbench.listing import listing
from simulator.workbench.pages import render
from simulator.workbench.seat import seat
from standards.envelope import Envelope
from standards.exchange import Role
from standards.rules.engine import judge_message

_SHOWN = 100
_SENDERS = {"ut": Role.EPJ, "inn": Role.HELSENORGE}


def add(bench: Blueprint) -> None:
    """Put them on the blueprint."""

    @bench.get("/transport")
    def log(area: str) -> Response:
        here = seat()
        direction = request.args.get("retning", "")
        direction = direction if direction in _SENDERS else ""
        person = here.view(lambda unit: lists.person(unit, request.args.get("pasient", "")))
        ident = person["ident"] if person else ""
        rows = here.view(lambda unit: lists.sent(unit, direction=direction, limit=_SHOWN, patient=ident))
        return render("log.html.j2", rows=rows, direction=direction, person=person, most=_SHOWN)

    @bench.get("/transport/<int:number>")
    def message(area: str, number: int) -> Response:
        row = _row(number)
        envelope = Envelope.from_json(row["envelope"])
        verdict = judge_message(row["raw"], sender=_SENDERS[row["direction"]], envelope=envelope)
        lines, indented = listing(row["raw"], verdict.findings)
        return render("message.html.j2", row=row, envelope=envelope, verdict=verdict, lines=lines, indented=indented)

    @bench.get("/transport/<int:number>/melding")
    def raw(area: str, number: int) -> Response:
        content = _row(number)["raw"]
        ending = "json" if content.lstrip()[:1] == b"{" else "xml"
        answer = Response(content, mimetype="application/octet-stream")
        answer.headers["Content-Disposition"] = f'attachment; filename="melding-{number}.{ending}"'
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer


def _row(number: int) -> dict[str, Any]:
    found = seat().view(lambda unit: lists.carried(unit, number)) if number < 2**63 else None
    if found is None:
        raise NotFound
    return found
