"""The inbox: what waits for staff."""

from __future__ import annotations

from flask import Blueprint, Response

from simulator.journal import lists, receipts
from simulator.workbench.pages import render
from simulator.workbench.seat import seat


def add(bench: Blueprint) -> None:
    """Put it on the blueprint."""

    @bench.get("/")
    def inbox(area: str) -> Response:
        here = seat()
        return render(
            "inbox.html.j2",
            facts=here.view(lists.facts),
            cancellations=here.view(lists.undecided),
            threads=here.view(lists.unanswered),
            unchecked=here.view(receipts.unchecked),
            wishes=here.view(lists.wishes),
            bookings=here.view(lists.bookings),
            troubles=here.read("read_follow_up")["messages"][::-1],
            numbers=here.view(lists.numbers),
            trouble=here.area.trouble,
        )
