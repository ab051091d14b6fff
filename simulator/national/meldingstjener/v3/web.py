"""MSH v3 over HTTP: setting up, notices, sending and receipts; the reading of a message is as in v2 (I)."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from flask import Blueprint, Response, request

from simulator.clock import iso
from simulator.national.meldingstjener import reading as common
from simulator.national.meldingstjener import telling
from simulator.national.meldingstjener.answers import said
from simulator.national.meldingstjener.body import Body
from simulator.national.meldingstjener.desk import Desk, Enter
from simulator.national.meldingstjener.notices import Notice
from simulator.national.meldingstjener.posting import Posting
from simulator.national.meldingstjener.v3 import admission, reading, sending

_MESSAGE: Final = "/messages/<message>"


def service(enter: Enter, posting: Posting) -> Blueprint:
    """Every operation of v3 that there is."""
    msh = Blueprint("msh_v3", __name__, url_prefix="/w/<area>/msh")
    _setting_up(msh, enter)
    _writing(msh, enter, posting)
    _reading(msh, enter)
    return msh


def _setting_up(msh: Blueprint, enter: Enter) -> None:
    @msh.put("/mshconfigurations", provide_automatic_options=False)
    def configure(area: str) -> Response:
        desk = enter(area)
        wanted = reading.configurations(Body.of(request), desk.rights.client)
        desk.rights.require(one.her_id for one in wanted)
        desk.box.configurations.put(wanted)
        return Response(status=204)

    @msh.delete("/mshconfigurations", provide_automatic_options=False)
    def remove(area: str) -> Response:
        desk, her_ids = enter(area), reading.her_ids(request)
        desk.rights.require(her_ids)
        desk.box.configurations.remove(her_ids, desk.rights.client)
        return Response(status=204)

    @msh.get("/notifications", provide_automatic_options=False)
    def notifications(area: str) -> Response:
        desk, since = enter(area), reading.since(request)
        admission.require(desk, since.her_ids)
        return said([_notice(one) for one in desk.box.notices(since.her_ids, since.offset, since.most)])


def _writing(msh: Blueprint, enter: Enter, posting: Posting) -> None:
    @msh.post("/messages", provide_automatic_options=False)
    def send(area: str) -> Response:
        desk = enter(area)
        return _accepted(desk, sending.send(desk, posting, Body.of(request)))

    @msh.post(f"{_MESSAGE}/apprec", provide_automatic_options=False)
    def acknowledge(area: str, message: str) -> Response:
        desk = enter(area)
        return _accepted(desk, sending.acknowledge(desk, posting, Body.of(request), message))

    @msh.put(f"{_MESSAGE}/read/<her_id>", provide_automatic_options=False)
    def mark_read(area: str, message: str, her_id: str) -> Response:
        desk = enter(area)
        admission.require(desk, [common.her_id(her_id)])
        desk.box.mark_read(*desk.received(message, her_id))
        return Response(status=204)


def _reading(msh: Blueprint, enter: Enter) -> None:
    get = partial(msh.get, provide_automatic_options=False)

    @get(_MESSAGE)
    def show(area: str, message: str) -> Response:
        desk = enter(area)
        found, copies = admission.owned(desk, message)
        own = [copy for copy in copies if desk.rights.may(copy.receiver)] or copies
        return said(telling.whole(found, own[0].receiver))

    @get(f"{_MESSAGE}/business-document")
    def business_document(area: str, message: str) -> Response:
        desk = enter(area)
        return said(telling.packed(desk.box.document(admission.owned(desk, message)[0])))

    @get(f"{_MESSAGE}/status")
    def status(area: str, message: str) -> Response:
        found, copies = admission.owned(enter(area), message)
        return said([telling.status(found, copy) for copy in copies])

    @get(f"{_MESSAGE}/apprec")
    def receipts(area: str, message: str) -> Response:
        return said([telling.receipt(copy) for copy in admission.owned(enter(area), message)[1]])


def _accepted(desk: Desk, name: str) -> Response:
    answer = said(name, 202)
    answer.headers["Location"] = f"{desk.address}/messages/{name}"
    return answer


def _notice(one: Notice) -> dict[str, Any]:
    return {
        "offset": one.place,
        "type": one.kind,
        "herId": one.her_id,
        "messageId": one.message,
        "timestamp": iso(one.at),
    }
