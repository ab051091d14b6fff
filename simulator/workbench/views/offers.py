"""Wishes for a time, free slots, and who has booked them."""

from __future__ import annotations

from flask import Blueprint, Response

from simulator.journal import lists
from simulator.workbench.pages import render
from simulator.workbench.seat import seat


def add(bench: Blueprint) -> None:
    """Put them on the blueprint."""

    @bench.get("/onsker")
    def wishes(area: str) -> Response:
        here = seat()
        people = {one["ident"]: one for one in here.view(lambda unit: lists.people(unit, ""))}
        waiting = {one["id"] for one in here.view(lists.wishes)}
        for ident in {one["patient"] for one in here.read("read_wishes")["wishes"]}:
            here.read("read_wishes", patient=ident)  # what is read of each stands in her access log
        found = here.read("read_wishes")["wishes"]
        return render("wishes.html.j2", wishes=found[::-1], people=people, waiting=waiting)

    @bench.get("/ledige")
    def slots(area: str) -> Response:
        here = seat()
        people = {one["ident"]: one for one in here.view(lambda unit: lists.people(unit, ""))}
        return render("slots.html.j2", slots=here.read("read_slots")["slots"], people=people)
