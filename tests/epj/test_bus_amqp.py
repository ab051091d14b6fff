"""`epj bus` over AMQP 1.0, and what it tells of messages that are signed and encrypted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from conformance.packing.scanning import Scanner
from epj.busing.showing import Shown
from standards.cms import CertificateExpired, CmsFault, Protection, thumbprint
from standards.envelope import Envelope
from tests.epj.bus_office import ASYNC, DEAD, Office, open_office
from tests.simulator.bus_world import EPJ, HELSENORGE, PASSWORDS, World, running
from tests.standards import cms_cases
from wire.bus import BusMessage, Carried, Received

DER = cms_cases.signer().certificate.public_bytes(Encoding.DER)
NAME = cms_cases.signer().certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
KEY = Envelope({"message_id": "m-1", "content_type": str(Protection.SIGNED_AND_ENCRYPTED)})


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with running() as world:
        yield world


@pytest.fixture(scope="module")
def address(amqp: None, world: World) -> Iterator[str]:
    from simulator.national.tjenestebuss import start_amqp

    face = start_amqp(world.areas)
    yield f"{face.url}?vhost=a"
    face.stop()


@pytest.fixture
def office(world: World, address: str, tmp_path: Path) -> Iterator[Office]:
    with open_office(world, tmp_path, address) as office:
        yield office


def test_what_lies_there_is_shown_and_stays(office: Office) -> None:
    office.put(office.build("svar.xml", "EKONTAKT", "Svar", "--code", "19").read_bytes())
    office.put(message_id="m-2")
    said = office.bus("peek", "async")
    assert said.code == 0 and "2 vist, og lagt tilbake" in said.err and "med kode 19 for pasient" in said.out
    told = office.bus("tail", "--seconds", "3", "--json").told
    assert [(one["queue"], one["delivery_count"]) for one in told] == [(ASYNC, 2), (ASYNC, 2)]
    assert office.lies() == ["m-1", "m-2"]


def test_it_sends_and_puts_dead_letters_back(office: Office) -> None:
    assert office.bus("send", str(office.build("m.xml", "EKONTAKT", "Foresporsel"))).code == 0
    assert office.theirs.depth(f"{EPJ}_async").ready == 1
    for name, to in (("m-1", f"NHNTestServiceBus/{HELSENORGE}_error"), ("m-2", f"{EPJ}_async")):
        office.put(queue=DEAD, message_id=name, to=to)
    said = office.bus("dead-letters", "--all")
    assert said.code == 1 and "Ikke lagt tilbake: message-id m-2" in said.out
    assert office.lies(f"{HELSENORGE}_error") == ["m-1"] and office.lies(DEAD) == ["m-2"]


def test_a_wrong_password_ends_it(office: Office) -> None:
    text = office.target.read_text("utf-8")
    office.target.write_text(text.replace('secret = "', 'secret = "x'), "utf-8")
    said = office.bus("peek", "async")
    assert said.code == 2 and "feil brukernavn eller passord" in said.err


def test_as_a_party_we_log_in_as_it_whatever_stands_in_the_address(office: Office) -> None:
    text = office.target.read_text("utf-8")
    office.target.write_text(text.replace("amqp://", f"amqp://{HELSENORGE}:{PASSWORDS[HELSENORGE]}@"), "utf-8")
    office.put(queue=f"{EPJ}_dl")
    env = {"EPJ_BUS_PASSWORD": PASSWORDS[EPJ]}
    assert office.bus("dead-letters", "--json").told == []
    (told,) = office.bus("dead-letters", "--her-id", EPJ, "--json", env=env).told
    assert told["queue"] == f"{EPJ}_dl"


def shown(carried: Carried | None, body: bytes = b"", envelope: Envelope = KEY) -> tuple[str, dict[str, object]]:
    """What is told to people, and to programs."""
    received = Received(BusMessage(envelope, body, carried), "lock", 1, 1, cms_cases.NOW)
    found = Shown(ASYNC, received, Scanner(), whole=True)
    told: dict[str, object] = json.loads(found.json())
    return "\n".join(found.lines()), told


def test_who_signed_is_told() -> None:
    certificate = cms_cases.signer().certificate
    signed = Carried(b"123", DER, cms_cases.NOW)
    text, told = shown(signed, "<a>blåbær</a>".encode())
    assert f"signert og kryptert, med sertifikatet til {NAME}, avtrykk {thumbprint(certificate)}" in text
    assert "blåbær" in text and "2.5.4." not in text
    assert told["protection"] == {
        "content_type": KEY.content_type,
        "name": NAME,
        "subject": certificate.subject.rfc4514_string(),
        "thumbprint": thumbprint(certificate),
        "bytes": 3,
        "signed_at": cms_cases.NOW.isoformat(),
    }


@pytest.mark.parametrize("signer", [b"", None])
def test_why_a_message_could_not_be_opened_is_told(signer: bytes | None) -> None:
    late = cms_cases.NOW - timedelta(days=1)
    fault: CmsFault = CertificateExpired("Sertifikatet er gått ut.", found=str(late), data=("a", "b"))
    by = DER if signer is None else signer
    text, told = shown(Carried(b"123", by, fault=fault))
    assert "kan ikke åpnes (transport:expired-certificate): Sertifikatet er gått ut." in text
    assert told["kind"] == "uåpnet" and told["body"] == ""
    wrong = told["protection"]
    assert isinstance(wrong, dict) and wrong["fault"]["condition"] == "transport:expired-certificate"
    assert wrong["fault"]["data"] == "a;b" and ("thumbprint" in wrong) is (signer is None)


def test_what_nobody_has_the_key_to_is_not_shown() -> None:
    text, told = shown(None, b"\x30\x80\x06\x09")
    assert "4 byte som ikke er åpnet" in text and told["kind"] == "uåpnet" and told["body"] == ""


def test_a_content_type_that_nobody_knows_is_no_protection() -> None:
    text, told = shown(None, b"<a/>", Envelope({"content_type": "image/png"}))
    assert "<a/>" in text and told["body"] == "<a/>"


def test_of_a_large_document_the_beginning_is_shown() -> None:
    text, told = shown(None, b"a" * 300_000, Envelope({"content_type": "text/plain"}))
    assert "… og 100000 tegn til." in text and len(str(told["body"])) < 201_000
