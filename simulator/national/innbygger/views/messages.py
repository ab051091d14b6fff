"""Conversations with the services: the list, one of them with its answer, and a new one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, request

from simulator.national.innbygger import doing
from simulator.national.innbygger.acting import SERVICES, WRITE, Acting
from simulator.national.innbygger.answers import page
from simulator.national.innbygger.views.entrance import say
from simulator.national.innbygger.views.forms import MOST_LETTERS_OF_SUBJECT, key, text, too_long
from simulator.national.innbygger.writing import may_answer
from simulator.serving.paper import led_to
from simulator.serving.refusals import UnknownAddress


def add(entry: Blueprint) -> None:
    """Put them on the blueprint."""

    @entry.get("/for/<who>/meldinger")
    def threads(area: str, who: str) -> Response:
        acting: Acting = g.acting
        return page("threads.html.j2", here="threads", threads=acting.threads(), may_write=WRITE in acting.rights)

    @entry.get("/for/<who>/meldinger/ny")
    def compose(area: str, who: str) -> Response:
        g.acting.require(WRITE)
        return _form({})

    @entry.post("/for/<who>/meldinger/ny")
    def write(area: str, who: str) -> Response:
        acting: Acting = g.acting
        acting.require(WRITE)
        given = {name: text(name) for name in ("tjeneste", "emne", "tekst")}
        wrong = _wrong(acting, given)
        if wrong:
            return _form(given, wrong=wrong, status=422)
        thread = doing.write(acting, given["tjeneste"], given["emne"], given["tekst"], key())
        say("Meldingen er sendt.")
        return led_to(f"/w/{area}/for/{who}/meldinger/{thread}")

    @entry.get("/for/<who>/meldinger/<thread>")
    def thread(area: str, who: str, thread: str) -> Response:
        return _thread(_read(g.acting, thread))

    @entry.post("/for/<who>/meldinger/<thread>")
    def reply(area: str, who: str, thread: str) -> Response:
        acting: Acting = g.acting
        messages, words = _read(acting, thread), text("tekst")
        acting.require(WRITE)
        if not _open(messages):
            return _thread(messages, alert="Denne samtalen kan ikke besvares.", status=409)
        wrong = too_long(words) or ("" if words else "Skriv noe før du sender.")
        if wrong:
            return _thread(messages, alert=wrong, text=words, status=422)
        doing.reply(acting, messages, words, key())
        say("Svaret er sendt.")
        return led_to(request.path)


def _wrong(acting: Acting, given: dict[str, str]) -> dict[str, str]:
    """What is wrong with each field."""
    wrong = {
        "tjeneste": ""
        if given["tjeneste"] in {party.her_id for _, party in acting.parties()}
        else "Velg hvem du skriver til.",
        "emne": too_long(given["emne"], MOST_LETTERS_OF_SUBJECT) or ("" if given["emne"] else "Skriv hva det gjelder."),
        "tekst": too_long(given["tekst"]) or ("" if given["tekst"] else "Skriv en melding."),
    }
    return {name: why for name, why in wrong.items() if why}


def _form(given: dict[str, str], *, wrong: dict[str, str] | None = None, status: int = 200) -> Response:
    parties = [(party.her_id, SERVICES.get(role, role)) for role, party in g.acting.parties()]
    return page("write.html.j2", status=status, here="threads", given=given, wrong=wrong or {}, parties=parties)


def _read(acting: Acting, thread: str) -> list[dict[str, Any]]:
    found = acting.thread(thread.lower())
    if not found:
        raise UnknownAddress("Samtalen finnes ikke.", fix="Gå til listen over meldinger.")
    return found


def _open(messages: list[dict[str, Any]]) -> bool:
    """Whether the citizen may write in it: after the newest message from the service."""
    last = next((one for one in reversed(messages) if one["direction"] == "inn"), None)
    return last is not None and may_answer(last["process"], last["code"])


def _thread(messages: list[dict[str, Any]], *, alert: str = "", text: str = "", status: int = 200) -> Response:
    may = _open(messages) and WRITE in g.acting.rights
    told = {"messages": messages, "may": may, "alert": alert, "text": text, "writers": g.acting.writers()}
    return page("thread.html.j2", status=status, here="threads", may_write=WRITE in g.acting.rights, **told)
