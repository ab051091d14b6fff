"""Our client of Meldingstjener, with the habits of two others, against the simulated one and against odd answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import requests
from flask import Flask, Response

from simulator.app import Server
from standards.apprec import AppRec
from tests.simulator.meldingstjener_world import (
    CLINIC,
    DOCTORS,
    HOSPITAL,
    MUNICIPALITY,
    START,
    SURGERY,
    message,
    running,
)
from wire.msh import KS, NAV, Habits, MshClient, MshRefused, MshUnreachable, ReceiptError

CLINIC_ID, SURGERY_ID, HOSPITAL_ID = 8230101, 8230201, 8230301


class As(requests.auth.AuthBase):
    """Calls as an organisation, in place of HelseID."""

    def __init__(self, organisation: str) -> None:
        self._organisation = organisation

    def __call__(self, call: requests.PreparedRequest) -> requests.PreparedRequest:
        call.headers["Authorization"] = f"DPoP {self._organisation}"
        return call


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running() as world, Server(world.client.application, threads=4) as server:
        yield f"{server.url}/w/a/msh"


@contextmanager
def client(address: str, organisation: str, habits: Habits = KS) -> Iterator[MshClient]:
    made = MshClient(address, "Prøve 1.0", auth=As(organisation), habits=habits, timeout=5)
    try:
        yield made
    finally:
        made.close()


@pytest.mark.parametrize("habits", [KS, NAV], ids=["KS", "NAV"])
def test_a_message_and_its_receipt(address: str, habits: Habits) -> None:
    with client(address, MUNICIPALITY, habits) as clinic, client(address, DOCTORS, habits) as surgery:
        sent = message()
        name = clinic.send(sent.to_xml())
        (listed,) = surgery.unread(SURGERY_ID)
        assert listed == surgery.show(name)
        assert (listed.id, listed.receiver, listed.sender) == (name, SURGERY_ID, CLINIC_ID)
        assert (listed.msg_id, listed.gen_date, listed.is_receipt) == (sent.msg_id, START, False)
        assert surgery.unread(SURGERY_ID, metadata=False) == [
            replace(listed, sender=0, msg_id="", gen_date=None, content_type="")
        ]
        assert surgery.fetch(name) == sent.to_xml()
        assert clinic.deliveries(name)[0].receipt == ""
        error = ReceiptError("E10", "MsgId er ingen UUID", "Ugyldig meldingsidentifikator")
        answer = surgery.receipt(name, SURGERY_ID, [error])
        (delivery,) = clinic.deliveries(name)
        assert (delivery.transport, delivery.receipt, delivery.errors) == ("Acknowledged", "Rejected", (error,))
        assert AppRec.from_xml(clinic.fetch(answer)).original.msg_id == sent.msg_id
        surgery.mark_read(name, SURGERY_ID)
        clinic.mark_read(answer, CLINIC_ID)
        assert surgery.unread(SURGERY_ID) == clinic.unread(CLINIC_ID) == []


def test_to_some_of_the_receivers(address: str) -> None:
    with client(address, MUNICIPALITY) as clinic:
        name = clinic.send(message(CLINIC, SURGERY, HOSPITAL).to_xml(), only_to=[HOSPITAL_ID])
        assert [one.receiver for one in clinic.deliveries(name)] == [HOSPITAL_ID]


def test_a_refusal_says_what_was_wrong(address: str) -> None:
    with client(address, MUNICIPALITY) as clinic, pytest.raises(MshRefused) as refused:
        clinic.send(b"<a/>")
    assert (refused.value.status, len(refused.value.errors)) == (400, 1)
    assert refused.value.request_id
    with client(address, MUNICIPALITY) as clinic, pytest.raises(MshRefused) as refused:
        clinic.unread(SURGERY_ID)
    assert "8230201" in str(refused.value) and refused.value.status == 403


def test_nobody_there() -> None:
    with client("http://127.0.0.1:1/msh", "x") as lost, pytest.raises(MshUnreachable, match="Ventet: svar fra"):
        lost.unread(1)


LISTED = {"Id": "x", "ReceiverHerId": "1", "BusinessDocumentGenDate": "2026-06-01T10:00:00", "IsAppRec": True}


@contextmanager
def answering(status: int, body: Any, **headers: str) -> Iterator[MshClient]:
    """A server that says the same to everything."""
    app = Flask("odd")
    content = body if isinstance(body, str) else json.dumps(body)

    @app.route("/<path:rest>", methods=["GET", "POST", "PUT"])
    def say(rest: str) -> Response:
        return Response(content, status=status, headers=headers)

    with Server(app, threads=2) as server, client(server.url, "x") as made:
        yield made


def test_names_in_another_case_and_dates_without_offset_are_read() -> None:
    with answering(200, [LISTED]) as odd:
        (listed,) = odd.unread(1)
        assert listed.is_receipt and listed.receiver == 1
        assert listed.gen_date is not None and listed.gen_date.isoformat() == "2026-06-01T10:00:00+02:00"
    with answering(403, {"Error": "Nei", "RequestId": "r", "ValidationErrors": None}) as odd:
        with pytest.raises(MshRefused, match="403: Nei") as refused:
            odd.show("x")
        assert refused.value.request_id == "r"


@pytest.mark.parametrize(("body", "headers"), [("abc", {}), ('"abc"', {}), ("", {"Location": "http://x/Messages/abc"})])
def test_the_id_of_what_was_sent(body: str, headers: dict[str, str]) -> None:
    with answering(201, body, **headers) as odd:
        assert odd.send(b"") == "abc"


@pytest.mark.parametrize("body", ["", "<html/>", "[]", "{}", '[{"id": 1}]', '{"businessDocument": "æ"}', "5"])
def test_an_answer_of_another_form(body: str) -> None:
    with answering(200, body) as odd:
        for call in (lambda: odd.show("x"), lambda: odd.fetch("x"), lambda: odd.send(b"")):
            with pytest.raises(MshRefused):
                call()
    with answering(502, body) as odd, pytest.raises(MshRefused, match="502"):
        odd.deliveries("x")
