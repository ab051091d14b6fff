"""A dialog with a citizen, and what was attached to it."""

from __future__ import annotations

import re

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from simulator.journal import lists
from simulator.workbench.pages import render
from simulator.workbench.seat import seat

_NOT_IN_A_NAME = re.compile(r"[^\w .-]+", re.ASCII)


def add(bench: Blueprint) -> None:
    """Put them on the blueprint."""

    @bench.get("/dialog/<path:thread>")
    def dialog(area: str, thread: str) -> Response:
        here = seat()
        whose = here.view(lambda unit: lists.holder(unit, "thread", thread))
        if whose is None:
            raise NotFound
        return render("dialog.html.j2", whose=whose, key=thread, thread=here.read("read_thread", thread=thread))

    @bench.get("/vedlegg/<int:place>/<msg_id>/<path:thread>")
    def attachment(area: str, place: int, msg_id: str, thread: str) -> Response:
        here = seat()
        messages = here.read("read_thread", thread=thread)["messages"]
        if msg_id not in {message["msg_id"] for message in messages}:
            raise NotFound
        files = here.view(lambda unit: lists.files(unit, msg_id))
        if not 0 < place <= len(files):
            raise NotFound
        return _saved(files[place - 1]["content"], files[place - 1]["description"] or f"vedlegg {place}")


def _saved(content: bytes, name: str) -> Response:
    """What somebody else made is never shown by the browser in our name: it is saved."""
    safe = _NOT_IN_A_NAME.sub("_", name)[:100].strip(". ") or "vedlegg"
    answer = Response(content, mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
