"""Appointments: the list, and one of them with the way to ask that it be cancelled."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, request

from simulator.national.innbygger import doing
from simulator.national.innbygger.acting import CANCEL, Acting
from simulator.national.innbygger.answers import page
from simulator.national.innbygger.views.entrance import say
from simulator.national.innbygger.views.forms import key, text, too_long
from simulator.serving.paper import led_to
from simulator.serving.refusals import UnknownAddress


def add(entry: Blueprint) -> None:
    """Put them on the blueprint."""

    @entry.get("/for/<who>/timer")
    def times(area: str, who: str) -> Response:
        acting: Acting = g.acting
        acting.require("se timer")
        silent = doing.fetch_visits(acting)
        found = acting.appointments()
        coming, past = [one for one in found if not one["past"]], [one for one in found if one["past"]]
        return page("times.html.j2", here="times", coming=coming, past=past[::-1], silent=silent)

    @entry.get("/for/<who>/timer/<id>")
    def time(area: str, who: str, id: str) -> Response:
        return _page(_one(g.acting, id))

    @entry.post("/for/<who>/timer/<id>")
    def cancel(area: str, who: str, id: str) -> Response:
        acting: Acting = g.acting
        found, reason = _one(acting, id), text("tekst")
        acting.require(CANCEL)
        if not (found["may_cancel"] and acting.cancel_process()):
            return _page(found, alert="Timen kan ikke avbestilles her nå.", status=409)
        if wrong := too_long(reason):
            return _page(found, alert=wrong, text=reason, status=422)
        doing.cancel(acting, found, reason, key())
        say("Ønsket om å avbestille er sendt. Svaret kommer på denne siden.")
        return led_to(request.path)


def _one(acting: Acting, id: str) -> dict[str, Any]:
    found = acting.appointment(id)
    if found is None:
        raise UnknownAddress("Timen finnes ikke.", fix="Gå til listen over timer.")
    return found


def _page(found: dict[str, Any], *, alert: str = "", text: str = "", status: int = 200) -> Response:
    return page("time.html.j2", status=status, here="times", time=found, alert=alert, text=text)
