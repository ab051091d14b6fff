"""A Meldingstjener with test areas `a` and `b`, called in this process, and the messages that are sent through it."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from simulator.clock import ManualClock
from simulator.national.meldingstjener.access import Call
from simulator.national.meldingstjener.building import build
from simulator.national.meldingstjener.mailbox import Mailbox
from simulator.national.meldingstjener.refusals import NotAuthenticated
from simulator.serving.areas import Areas
from simulator.serving.service import Place, Registered, Surroundings
from standards.codes import Code, Ident
from standards.dialogmelding import Dialogmelding, Foresporsel
from standards.hodemelding import Document, Hodemelding, OtherReceiver, Patient
from standards.parties import Party
from tests.simulator.journal_kit import person

START = datetime(2026, 11, 21, 9, tzinfo=UTC)
CLINIC = Party.service("Fjordvik kommune", "8230100", "Fjordvik helsestasjon", "8230101")
HOME_CARE = Party.service("Fjordvik kommune", "8230100", "Fjordvik hjemmetjeneste", "8230102")
SURGERY = Party.service("Fjordvik legesenter", "8230200", "Fjordvik legesenter, allmennlege", "8230201")
HOSPITAL = Party.service("Fjordvik sykehus", "8230300", "Fjordvik barnepoliklinikk", "8230301")
MUNICIPALITY, DOCTORS, TRUST = "999000111", "999000222", "999000333"
PARTIES = (
    Registered(CLINIC, MUNICIPALITY, "999000112"),
    Registered(HOME_CARE, MUNICIPALITY, "999000113"),
    Registered(SURGERY, DOCTORS),
    Registered(HOSPITAL, TRUST),
)
HEADERS = {"api-version": "2", "nhn-source-system": "Prøvejournal 4.1"}


@dataclass(frozen=True)
class Acting:
    """Who a made-up token belongs to."""

    organisation_number: str
    her_ids: frozenset[str] | None = None
    client_id: str = ""


def made_up(call: Call) -> Acting:
    """`Bearer ORGANISATION` or `Bearer ORGANISATION 123-456`, in place of HelseID; `@CLIENT` may stand last."""
    _, _, token = call.authorization.partition(" ")
    token, _, client = token.partition("@")
    organisation, _, held = token.partition(" ")
    if not organisation:
        raise NotAuthenticated("Kallet har ikke noe token.", expected="et token", found="ingenting", fix="Hent et.")
    return Acting(organisation, frozenset(held.split("-")) if held else None, client)


class World:
    """The service and a client of it."""

    def __init__(self, client: FlaskClient, areas: Areas[Mailbox], clock: ManualClock) -> None:
        self.client = client
        self.areas = areas
        self.clock = clock

    def call(
        self,
        method: str,
        path: str,
        *,
        as_: str = MUNICIPALITY,
        area: str = "a",
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> TestResponse:
        """Ask in the area; `as_` is who calls, nobody when it is empty."""
        token = {"Authorization": f"Bearer {as_}"} if as_ else {}
        named = {**HEADERS, **token, **(headers or {})}
        return self.client.open(f"/w/{area}/msh{path}", method=method, headers=named, **more)

    def send(self, document: bytes, *, as_: str = MUNICIPALITY, area: str = "a", **more: Any) -> str:
        """Post a document; its id."""
        answer = self.call("POST", "/Messages", as_=as_, area=area, json={**packed(document), **more})
        assert answer.status_code == 201, answer.text
        name: str = answer.get_json()
        assert answer.headers["Location"] == f"http://localhost/w/{area}/msh/Messages/{name}"
        return name

    def unread(self, *her_ids: str, as_: str = DOCTORS, area: str = "a", **query: Any) -> list[dict[str, Any]]:
        """What lies unread, with metadata."""
        query = {"ReceiverHerIds": list(her_ids), "IncludeMetadata": "true", **query}
        answer = self.call("GET", "/Messages", as_=as_, area=area, query_string=query)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.get_json()
        return found

    def document(self, name: str, *, as_: str = DOCTORS) -> bytes:
        """The business document of a message."""
        answer = self.call("GET", f"/Messages/{name}/business-document", as_=as_)
        assert answer.status_code == 200, answer.text
        body = answer.get_json()
        assert {one: body[one] for one in ("contentType", "contentTransferEncoding")} == {
            "contentType": "application/xml",
            "contentTransferEncoding": "base64",
        }
        return base64.b64decode(body["businessDocument"])

    def status(self, name: str, *, as_: str = MUNICIPALITY) -> list[dict[str, Any]]:
        """The status of each receiver."""
        found: list[dict[str, Any]] = self.call("GET", f"/Messages/{name}/status", as_=as_).get_json()
        return found

    def control(self, method: str, path: str, content: object = None, *, area: str = "a") -> TestResponse:
        """Ask the control of the area."""
        return self.client.open(f"/_sim/areas/{area}{path}", method=method, json=content)

    def fault(self, name: str, **more: Any) -> None:
        """Turn a fault on."""
        assert self.control("POST", "/faults", {"id": name, **more}).status_code == 201


@contextmanager
def running(data: Path | None = None, **settings: Any) -> Iterator[World]:
    """The service with areas `a` and `b`, where the same parties are, at nine (UTC) of 21 November."""
    clock = ManualClock(START)
    settings = {"check": made_up, **settings}
    app, areas = build(Surroundings(data, clock, ("a", "b"), place=lambda _: Place(1, parties=PARTIES)), **settings)
    try:
        yield World(app.test_client(), areas, clock)
    finally:
        areas.close()


def message(
    sender: Party = CLINIC,
    receiver: Party = SURGERY,
    *copied: Party,
    dialog: str = "1.1",
    made: datetime = START,
    **changes: Any,
) -> Hodemelding:
    """A question about Nora from one actor to another, with copies to others."""
    nora = person("nora")
    asked = Foresporsel(Code("", ot="Forespørsel om pasient"), text="Kan dere se på såret ved neste besøk?")
    return replace(
        Hodemelding(
            type=Code("DIALOG_HELSEFAGLIG", dn="Helsefaglig dialog"),
            msg_id=str(uuid.uuid4()),
            gen_date=made,
            sender=sender,
            receiver=receiver,
            documents=(Document(Dialogmelding(asked, version=dialog), issued=made),),
            patient=Patient(nora.family, nora.given, Ident.national(nora.ident)),
            ack=None,
            other_receivers=tuple(OtherReceiver(Code("COP", dn="Kopimottaker"), one) for one in copied),
        ),
        **changes,
    )


def packed(document: bytes) -> dict[str, Any]:
    """The body of a POST."""
    encoded = base64.b64encode(document).decode("ascii")
    return {"businessDocument": encoded, "contentType": "application/xml", "contentTransferEncoding": "base64"}


def error(answer: TestResponse, status: int, code: int = 0) -> dict[str, Any]:
    """The ErrorMessage that it was refused with."""
    assert answer.status_code == status, answer.text
    assert answer.headers["SIMULERT"] == "Norsk helsenett, Meldingstjener"
    found: dict[str, Any] = answer.get_json()
    assert set(found) == {"error", "errorCode", "validationErrors", "stackTrace", "requestId"}, found
    assert found["requestId"]
    assert found["stackTrace"] is None
    assert found["errorCode"] == code
    assert bool(found["validationErrors"]) == (code == 1000)
    return found
