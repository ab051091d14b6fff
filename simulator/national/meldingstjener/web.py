"""MSH v2 over HTTP: eight operations, read leniently and answered strictly."""

from __future__ import annotations

from functools import partial
from typing import Final

from flask import Blueprint, Response, request

from simulator.national.meldingstjener import faults, reading, telling
from simulator.national.meldingstjener.answers import said
from simulator.national.meldingstjener.body import Body
from simulator.national.meldingstjener.desk import Desk, Enter
from simulator.national.meldingstjener.posting import Posting

_MESSAGE: Final = "/Messages/<message>"


def service(enter: Enter, posting: Posting) -> Blueprint:
    """The eight operations."""
    msh = Blueprint("msh", __name__, url_prefix="/w/<area>/msh")
    get, post, put = (partial(way, provide_automatic_options=False) for way in (msh.get, msh.post, msh.put))

    @get("/Messages")
    def unread(area: str) -> Response:
        return said(_unread(enter(area)))

    @post("/Messages")
    def send(area: str) -> Response:
        desk = enter(area)
        return _created(desk, posting.send(desk, Body.of(request)))

    @get(_MESSAGE)
    def show(area: str, message: str) -> Response:
        desk = enter(area)
        found, copies = desk.owned(message)
        own = [copy for copy in copies if desk.rights.may(copy.receiver)] or copies
        return said(telling.whole(found, own[0].receiver, without_offset=desk.box.faults.take(faults.NO_OFFSET)))

    @get(f"{_MESSAGE}/business-document")
    def business_document(area: str, message: str) -> Response:
        desk = enter(area)
        return said(telling.packed(desk.box.document(desk.owned(message)[0])))

    @get(f"{_MESSAGE}/status")
    def status(area: str, message: str) -> Response:
        found, copies = enter(area).owned(message)
        return said([telling.status(found, copy) for copy in copies])

    @get(f"{_MESSAGE}/apprec")
    def receipts(area: str, message: str) -> Response:
        return said([telling.receipt(copy) for copy in enter(area).owned(message)[1]])

    @post(f"{_MESSAGE}/apprec/<her_id>")
    def acknowledge(area: str, message: str, her_id: str) -> Response:
        desk = enter(area)
        return _created(desk, posting.acknowledge(desk, Body.of(request), message, her_id))

    @put(f"{_MESSAGE}/read/<her_id>")
    def mark_read(area: str, message: str, her_id: str) -> Response:
        desk = enter(area)
        desk.box.mark_read(*desk.received(message, her_id))
        return Response(status=204)

    return msh


def _unread(desk: Desk) -> list[dict[str, object]]:
    wanted, with_metadata = reading.wanted(request), reading.with_metadata(request)
    desk.rights.require(wanted.receivers)
    found = desk.box.unread(wanted)
    if desk.box.faults.take(faults.LISTS_TWICE):
        found += found
    if not with_metadata:
        return [telling.brief(*one) for one in found]
    without_offset = desk.box.faults.take(faults.NO_OFFSET)
    return [telling.whole(*one, without_offset=without_offset) for one in found]


def _created(desk: Desk, name: str) -> Response:
    answer = said(name, 201)
    answer.headers["Location"] = f"{desk.address}/Messages/{name}"
    return answer
