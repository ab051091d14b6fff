"""Search for patients; the journal of one, her access log, and her home visits."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from simulator.journal import lists
from simulator.journal.contacts import of_patient as contacts_of
from simulator.workbench.pages import render
from simulator.workbench.seat import Seat, seat

_SHOWN = 100


def add(bench: Blueprint) -> None:
    """Put them on the blueprint."""

    @bench.get("/pasienter")
    def people(area: str) -> Response:
        sought = request.args.get("sok", "").strip()[:200]
        found = seat().view(lambda unit: lists.people(unit, sought))
        return render("people.html.j2", sought=sought, found=found[:_SHOWN], more=max(0, len(found) - _SHOWN))

    @bench.get("/pasient/<who>")
    def patient(area: str, who: str) -> Response:
        here, person = seat(), _person(seat(), who)
        entries = here.read("read_journal", patient=person["ident"])["entries"]
        appointments = here.read("read_appointments", patient=person["ident"])["appointments"]
        contacts = here.view(lambda unit: contacts_of(unit, person["ident"]))
        services = {one.her_id: one.name for one in here.area.journal.world.services}
        return render(
            "patient.html.j2",
            person=person,
            entries=entries[::-1],
            appointments=appointments,
            contacts=contacts,
            services=services,
        )

    @bench.get("/pasient/<who>/innsyn")
    def access(area: str, who: str) -> Response:
        here, person = seat(), _person(seat(), who)
        entries = here.read("read_access_log", patient=person["ident"])["entries"]
        return render("access.html.j2", person=person, entries=entries[::-1])

    @bench.get("/pasient/<who>/hjemmebesok")
    def visits(area: str, who: str) -> Response:
        here, person = seat(), _person(seat(), who)
        planned = here.read("read_visits", patient=person["ident"])
        listed = here.read("read_appointments", patient=person["ident"])["appointments"]
        made = [one for one in listed if one["plan"]]
        return render("visits.html.j2", person=person, planned=planned, made=made)


def _person(here: Seat, who: str) -> dict[str, Any]:
    found = here.view(lambda unit: lists.person(unit, who))
    if found is None:
        raise NotFound
    return found
