"""What staff can do: a page with a form for every intent of the contract, and the one place where it is done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from simulator.journal import lists
from simulator.journal.refusals import FaultyParams, KeyReused
from simulator.workbench import door, words
from simulator.workbench.fields import Form, forms
from simulator.workbench.groups import offered
from simulator.workbench.pages import address, born, led_to, moment, render
from simulator.workbench.seat import Seat, seat

_OLD_FORM = "Arbeidsbenken er startet på nytt etter at siden ble åpnet. Ingenting er gjort. Se over, og send på nytt."
_SENT_BEFORE = "Dette skjemaet er alt sendt, med et annet innhold. Se over, og send på nytt hvis det skal gjøres igjen."
_MOST_LISTED = 500
_PARAMETER = re.compile(r"Parameteren (\w+)")


def add(bench: Blueprint) -> None:
    """Put them on the blueprint."""

    @bench.get("/oppdrag")
    def tasks(area: str) -> Response:
        return render("tasks.html.j2", facts=seat().view(lists.facts), groups=offered(seat().profile, forms()))

    @bench.get("/oppdrag/<intent>")
    def task(area: str, intent: str) -> Response:
        return _page(seat(), _form(intent), request.args)

    @bench.post("/oppdrag/<intent>")
    def do(area: str, intent: str) -> Response:
        here, form = seat(), _form(intent)
        if not door.is_ours():
            return _page(here, form, request.form, status=403, alert=_OLD_FORM)
        params, wrong = form.read(request.form, request.files)
        if wrong:
            return _page(here, form, request.form, status=422, wrong=wrong)
        try:
            answer = here.do(intent, params, request.form.get("key", ""))
        except KeyReused:
            return _page(here, form, request.form, status=409, alert=_SENT_BEFORE)
        except FaultyParams as fault:
            return _page(here, form, request.form, status=422, alert=_said(fault))
        if answer["outcome"] != "done":
            return _page(here, form, request.form, status=409, alert=f"Journalen sier nei: {answer['reason']}")
        flash(" ".join(part for part in (words.of_intent(intent).done, answer["reason"]) if part))
        return led_to(_next(here, request.form, answer["data"]))


def _said(fault: FaultyParams) -> str:
    """What is wrong, with the words of the form."""
    problem = _PARAMETER.sub(lambda found: f"Feltet «{words.FIELDS.get(found[1], found[1])}»", fault.problem)
    return f"{problem} Ventet: {fault.expected}. Fant: {fault.found}."


def _form(intent: str) -> Form:
    found = forms().get(intent)
    if found is None:
        raise NotFound
    return found


def _page(
    here: Seat,
    form: Form,
    values: MultiDict[str, str],
    *,
    status: int = 200,
    alert: str = "",
    wrong: Mapping[str, str] | None = None,
) -> Response:
    """The form with what has been typed; what the page before it decided is told, not asked."""
    fixed = {name for name in values.getlist("fast") if values.get(name)}
    return render(
        "task.html.j2",
        status=status,
        form=form,
        values=values,
        fixed=fixed,
        told={name: _told(here, name, values.get(name, "")) for name in fixed},
        people=here.view(lambda unit: lists.people(unit, ""))[:_MOST_LISTED],
        alert=alert,
        wrong=wrong or {},
        back=_back(here, values),
    )


def _told(here: Seat, name: str, value: str) -> str:
    """What a thing is, in words."""
    if name == "patient":
        person = next((one for one in here.view(lambda unit: lists.people(unit, value)) if one["ident"] == value), None)
        return f"{person['name']}, født {born(person['birth_date'])}" if person else value
    if name not in ("appointment", "thread", "wish", "plan"):
        return moment(value) if name == "start" else words.CHOICES.get(value, value)
    whose = here.view(lambda unit: lists.holder(unit, name, value))
    if whose is None:
        return value
    details = (moment(whose["start"]) if whose.get("start") else "", whose["name"], whose.get("summary", ""))
    return ", ".join(part for part in details if part)


def _back(here: Seat, values: Mapping[str, str]) -> str:
    """The page that staff came from, if it is one of ours."""
    asked, home = values.get("tilbake", ""), address("inbox")
    return asked if asked.startswith(home) and "\\" not in asked and asked.isprintable() else home


def _next(here: Seat, values: Mapping[str, str], data: Mapping[str, Any]) -> str:
    """The page of what came of it, or the one that staff came from."""
    if "thread" in data:
        return address("dialog", thread=data["thread"])
    back = _back(here, values)
    if isinstance(data.get("appointment"), str) and back == address("inbox"):
        return address("appointment", appointment=data["appointment"])
    return back
