"""The address registry over SOAP 1.1 and 1.2: a client not ours reads it, and every refusal is a fault."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
import zeep
from lxml import etree
from zeep.exceptions import Fault
from zeep.transports import Transport

from simulator.app import Server
from simulator.national.adresseregister.soap.types import TYPES
from standards.cppa.der import is_certificate
from standards.soap import SoapFault
from standards.xml import SOAP_11, SOAP_12
from tests.simulator.registry_kit import CLOSED, DOCTOR, STATION, TOWN, WARD, World, few_keys, registry

CP = "http://register.nhn.no/CommunicationParty"
ACTION = f"{CP}/ICommunicationPartyService"
WSA = "http://www.w3.org/2005/08/addressing"
BASIC = "Basic " + b64encode(b"simulert:simulert").decode()
PATHS = {"1.1": "/v1/AR/Basic", "1.2": "/v1/AR"}
MEDIA = {"1.1": "text/xml", "1.2": "application/soap+xml"}
SPACES = {"1.1": SOAP_11, "1.2": SOAP_12}


@dataclass(frozen=True)
class Client:
    """A client of others, in one version."""

    version: str
    world: World
    service: Any


@pytest.fixture(scope="module", autouse=True)
def keys() -> Iterator[None]:
    with few_keys():
        yield


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with registry() as world:
        yield world


@pytest.fixture(scope="module", params=["1.1", "1.2"])
def client(request: pytest.FixtureRequest, world: World) -> Iterator[Client]:
    session = requests.Session()
    session.trust_env = False
    session.auth = ("simulert", "simulert")
    with Server(world.app, threads=4) as server:
        path = PATHS[request.param]
        made = zeep.Client(f"{server.url}/w/a{path}?wsdl", transport=Transport(session=session, timeout=30))
        yield Client(request.param, world, made.service)


def test_a_client_not_ours_looks_up_each_kind_of_party(client: Client) -> None:
    station = client.service.GetCommunicationPartyDetails(int(STATION))
    assert type(station).__name__ == "Service" and station.Code.CodeValue == "KF01"
    assert (station.HerId, station.ParentHerId, station.Active) == (int(STATION), int(TOWN), True)
    queues = {one.TypeCodeValue: one.Address for one in station.ElectronicAddresses.ElectronicAddress}
    assert queues["E_SB_ASYNC"] == f"{STATION}_async"
    doctor = client.service.GetCommunicationPartyDetails(int(DOCTOR))
    assert type(doctor).__name__ == "OrganizationPerson" and doctor.Person.LastName == "Testlege"
    town = client.service.GetCommunicationPartyDetails(int(TOWN))
    assert type(town).__name__ == "Organization" and town.ParentHerId == -1
    closed = client.service.GetCommunicationPartyDetails(int(CLOSED))
    assert not closed.IsValidCommunicationParty and closed.Valid.To.year == 2026


def test_it_pings_searches_and_finds_certificates_and_units(client: Client) -> None:
    assert client.service.Ping() is None
    assert [one.Name for one in client.service.SearchById("310820032")] == ["Fjordvik kommune (simulert)"]
    assert not client.service.SearchById("999999999")
    for call in ("GetCertificateDetailsForEncryption", "GetCertificateDetailsForValidatingSignature"):
        assert is_certificate(client.service[call](int(STATION)).Certificate)
    town = client.service.GetOrganizationDetails(int(TOWN))
    assert int(STATION) in [one.HerId for one in town.Services.Service]
    ward = client.service.GetCommunicationPartyDetails(int(WARD))
    kinds = [one.TypeCodeValue for one in ward.PhysicalAddresses.PhysicalAddress]
    assert kinds == ["PST", "RES", "SIM"], "one type that no code set has"


def test_an_unknown_her_id_is_the_senders_fault(client: Client) -> None:
    calls = [("GetCommunicationPartyDetails", 1), ("GetCertificateDetailsForEncryption", 0)]
    for call, her_id in [*calls, ("GetOrganizationDetails", int(STATION))]:
        with pytest.raises(Fault) as caught:
            client.service[call](her_id)
        assert caught.value.code == ("s:Client" if client.version == "1.1" else "s:Sender")
        told = caught.value.detail.find("{http://register.nhn.no/Common}GenericFault")
        assert told.findtext("{http://register.nhn.no/Common}ErrorCode") == "InvalidHerIdSupplied"


def test_a_party_can_be_in_rest_and_not_in_soap(client: Client) -> None:
    client.world.fault("only_in_rest", next=1)
    assert client.world.json(f"/communicationparty/{STATION}")
    with pytest.raises(Fault):
        client.service.GetCommunicationPartyDetails(int(STATION))
    assert client.service.GetCommunicationPartyDetails(int(STATION))


@dataclass(frozen=True)
class Raw:
    """A call as bytes."""

    version: str = "1.2"
    operation: str = "GetCommunicationPartyDetails"
    inner: str = f"<communicationPartyHerId>{STATION}</communicationPartyHerId>"
    action: str | None = None
    media: str = ""
    envelope: str = ""
    header: str = ""
    body: bytes | None = None
    path: str = ""
    authorization: str = BASIC
    method: str = "POST"

    @property
    def named(self) -> str:
        """The action."""
        return f"{ACTION}/{self.operation}" if self.action is None else self.action

    @property
    def whole(self) -> bytes:
        """The envelope."""
        space = self.envelope or SPACES[self.version]
        named = f'<a:Action xmlns:a="{WSA}">{self.named}</a:Action><a:MessageID xmlns:a="{WSA}">urn:1</a:MessageID>'
        header = self.header + (named if self.version == "1.2" else "")
        content = f'<{self.operation} xmlns="{CP}">{self.inner}</{self.operation}>'
        whole = f'<s:Envelope xmlns:s="{space}"><s:Header>{header}</s:Header><s:Body>{content}</s:Body></s:Envelope>'
        return whole.encode()

    def ask(self, world: World, area: str = "a") -> Any:
        """The answer."""
        return world.client.open(
            f"/w/{area}{self.path or PATHS[self.version]}",
            method=self.method,
            data=self.whole if self.body is None else self.body,
            content_type=self.media or MEDIA[self.version],
            headers={"SOAPAction": f'"{self.named}"', "Authorization": self.authorization},
        )


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_an_answer_is_in_the_version_of_the_address(world: World, version: str) -> None:
    answer = Raw(version).ask(world)
    root = etree.fromstring(answer.data)
    assert answer.status_code == 200 and answer.mimetype == MEDIA[version]
    assert root.tag == f"{{{SPACES[version]}}}Envelope"
    related = root.findtext(f".//{{{WSA}}}RelatesTo")
    assert related == (None if version == "1.1" else "urn:1")
    if version == "1.2":
        assert root.findtext(f".//{{{WSA}}}Action") == f"{ACTION}/GetCommunicationPartyDetailsResponse"


DEEP = b"<a>" * 40 + b"</a>" * 40
MUST = '<x:y xmlns:x="urn:x" s:mustUnderstand="1"/>'
CALLS = {
    "no password": (Raw(authorization=""), 401, "Sender"),
    "wrong password": (Raw(authorization="Basic " + b64encode(b"simulert:feil").decode()), 401, "Sender"),
    "a token": (Raw(authorization="Bearer x"), 401, "Sender"),
    "unknown operation": (Raw(operation="GetAlt"), 500, "Sender"),
    "wrong action": (Raw(action=f"{ACTION}/Ping"), 500, "Sender"),
    "no action": (Raw(action=""), 500, "Sender"),
    "two actions": (Raw(media=f'application/soap+xml; action="{ACTION}/Ping"'), 500, "Sender"),
    "nothing asked": (Raw(inner=""), 500, "Sender"),
    "no number": (Raw(inner="<communicationPartyHerId>x</communicationPartyHerId>"), 500, "Sender"),
    "json": (Raw(media="application/json"), 415, "Sender"),
    "another charset": (Raw(media="application/soap+xml; charset=utf-16"), 415, "Sender"),
    "no xml": (Raw(body=b"hei"), 400, "Sender"),
    "empty": (Raw(body=b""), 400, "Sender"),
    "doctype": (Raw(body=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), 400, "Sender"),
    "deep": (Raw(body=DEEP), 400, "Sender"),
    "large": (Raw(body=b"<a>" + b" " * 300_000 + b"</a>"), 413, "Sender"),
    "another envelope": (Raw(envelope="urn:x"), 500, "VersionMismatch"),
    "1.1 at 1.2": (Raw(envelope=SOAP_11), 500, "VersionMismatch"),
    "a header that must be understood": (Raw(header=MUST), 500, "MustUnderstand"),
    "two calls": (
        Raw(inner="</GetCommunicationPartyDetails><x>", operation="GetCommunicationPartyDetails"),
        400,
        "Sender",
    ),
    "wrong method": (Raw(method="PUT"), 405, "Sender"),
    "1.1: wrong action": (Raw("1.1", action=f"{ACTION}/Ping"), 500, "Client"),
    "1.1: no action": (Raw("1.1", action=""), 500, "Client"),
    "1.1: no xml": (Raw("1.1", body=b"<a>"), 400, "Client"),
    "1.1: addressing that must be understood": (
        Raw("1.1", header=f'<a:To xmlns:a="{WSA}" s:mustUnderstand="1">x</a:To>'),
        500,
        "MustUnderstand",
    ),
    "1.1: 1.2 at its address": (Raw("1.1", envelope=SOAP_12), 500, "VersionMismatch"),
}


@pytest.mark.parametrize("name", CALLS)
def test_what_cannot_be_answered_is_a_fault_in_the_version_asked(world: World, name: str) -> None:
    call, status, code = CALLS[name]
    answer = call.ask(world)
    assert answer.status_code == status, answer.text
    assert answer.mimetype == MEDIA[call.version]
    fault = SoapFault.from_xml(answer.data)
    assert (fault.version, fault.code) == (call.version, code)
    assert "Ventet" in fault.reason and answer.headers["SIMULERT"]
    assert (status == 401) == ("WWW-Authenticate" in answer.headers)


def test_a_call_in_the_other_version_is_answered_in_the_version_it_speaks(world: World) -> None:
    answer = Raw("1.1", path=PATHS["1.2"]).ask(world)
    assert answer.status_code == 415
    assert SoapFault.from_xml(answer.data).version == "1.1"


def test_areas_have_their_own_password(world: World) -> None:
    assert world.client.post("/_sim/areas", json={"area": "b", "user": "x", "password": "y"}).status_code in (200, 201)
    assert Raw().ask(world, "b").status_code == 401
    own = "Basic " + b64encode(b"x:y").decode()
    assert Raw(authorization=own).ask(world, "b").status_code == 200
    assert Raw(authorization=own).ask(world).status_code == 401
    unknown = Raw(authorization=own).ask(world, "c")
    assert unknown.status_code == 404 and SoapFault.from_xml(unknown.data).code == "Sender"


def test_the_description_names_the_address_it_was_asked_at(world: World) -> None:
    for path in ("/v1/AR?wsdl", "/v1/Ar?wsdl", "/v1/AR/Basic?singleWsdl"):
        answer = world.get(path)
        assert answer.status_code == 200 and f'location="http://localhost/w/a{path.partition("?")[0]}"' in answer.text


def test_elements_stand_in_the_order_that_a_strict_client_reads_them() -> None:
    for name, kind in TYPES.items():
        names = [field.name for field in kind.own]
        assert names == sorted(names), name


def test_whatever_comes_is_answered_with_a_fault_that_can_be_read(world: World) -> None:
    good = Raw().whole
    for place in range(0, len(good), 7):
        for bad in (good[:place], good[:place] + b"\x00" + good[place:], good[:place] + b"<!-- -->" + good[place:]):
            answer = Raw(body=bad).ask(world)
            assert answer.status_code in {200, 400, 500}, answer.text
            assert answer.status_code == 200 or SoapFault.from_xml(answer.data).code != "Receiver", answer.text
