"""Wishes for a time: the youth asks for herself, in words, and sees what came of it."""

from __future__ import annotations

from flask import Blueprint, Response, g, request

from simulator.national.innbygger import doing
from simulator.national.innbygger.acting import ASK, Acting
from simulator.national.innbygger.answers import page
from simulator.national.innbygger.appointments import WAITING
from simulator.national.innbygger.views.entrance import say
from simulator.national.innbygger.views.forms import MOST_LETTERS_OF_SUBJECT, key, text, too_long
from simulator.serving.paper import led_to
from simulator.serving.refusals import UnknownAddress


def add(entry: Blueprint) -> None:
    """Put them on the blueprint."""

    @entry.get("/for/<who>/onsker")
    def wishes(area: str, who: str) -> Response:
        g.acting.require(ASK)
        return _page()

    @entry.post("/for/<who>/onsker")
    def ask(area: str, who: str) -> Response:
        acting: Acting = g.acting
        acting.require(ASK)
        subject, words = text("emne"), text("tekst")
        if not acting.wish_process():
            return _page(alert="Journalen her tar ikke imot ønsker om time.", status=409)
        wrong = (
            too_long(subject, MOST_LETTERS_OF_SUBJECT) or too_long(words) or ("" if words else "Skriv hva du ønsker.")
        )
        if wrong:
            return _page(alert=wrong, subject=subject, text=words, status=422)
        doing.wish(acting, subject, words, key())
        say("Ønsket er sendt. Svaret kommer her.")
        return led_to(request.path)

    @entry.post("/for/<who>/onsker/<id>/avbestill")
    def unask(area: str, who: str, id: str) -> Response:
        acting: Acting = g.acting
        acting.require(ASK)
        times = [one["appointment"] for one in acting.wishes() if one["appointment"]]
        found = next((one for one in times if one["id"] == id), None)
        if found is None:
            raise UnknownAddress("Timen finnes ikke.", fix="Gå til ønskene dine.")
        if not found["open"] or found["answer"] == WAITING:
            return _page(alert="Timen kan ikke avbestilles her nå.", status=409)
        doing.cancel(acting, found, "", key())
        say("Ønsket om å avbestille er sendt. Svaret kommer her.")
        return led_to(f"/w/{area}/for/{who}/onsker")


def _page(*, alert: str = "", subject: str = "", text: str = "", status: int = 200) -> Response:
    return page(
        "wishes.html.j2",
        status=status,
        here="wishes",
        wishes=g.acting.wishes(),
        may=bool(g.acting.wish_process()),
        waiting=WAITING,
        alert=alert,
        subject=subject,
        text=text,
    )
