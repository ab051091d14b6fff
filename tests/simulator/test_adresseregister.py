"""The address registry over REST: three forms of the same parties, what happens to them, and how it refuses."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from jsonschema import Draft202012Validator

from tests.simulator.registry_kit import (
    CLOSED,
    DOCTOR,
    HELSENORGE,
    SHARED,
    STATION,
    TOWN,
    WARD,
    World,
    few_keys,
    registry,
)

PARTIES = 14


@pytest.fixture(scope="module", autouse=True)
def keys() -> Iterator[None]:
    with few_keys():
        yield


@pytest.fixture(scope="module")
def shared() -> Any:
    with registry() as world:
        yield world


@pytest.fixture
def world() -> Any:
    with registry() as world:
        yield world


def valid(world: World, name: str, value: object) -> None:
    components = world.client.get("/openapi.json").get_json()["components"]
    Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components}).validate(value)


def usage(certificate: str) -> set[str]:
    read = x509.load_der_x509_certificate(b64decode(certificate))
    bits = read.extensions.get_extension_for_class(x509.KeyUsage).value
    names = ("content_commitment", "key_encipherment", "data_encipherment")
    return {name for name in names if getattr(bits, name)}


def test_a_party_as_a_known_client_reads_it(shared: World) -> None:
    station = shared.json(f"/api/v1/communicationparty/{STATION}")
    valid(shared, "Party", station)
    assert station["herId"] == int(STATION) and station["type"] == "Service"
    assert station["serviceDetails"]["code"]["value"] == "KF01" and station["amqpTransportStatus"] == "Active"
    for use, bits in (("signing", {"content_commitment"}), ("encryption", {"key_encipherment", "data_encipherment"})):
        certificate = shared.json(f"/api/v1/certificate/{STATION}/{use}")
        valid(shared, "Certificate", certificate)
        assert usage(certificate["certificateValue"]) == bits
        assert certificate["thumbprint"] == station[f"current{use.capitalize()}Certificate"]["thumbprint"]
    town = shared.json(f"/api/v1/communicationparty/{TOWN}")
    assert int(STATION) in town["organizationDetails"]["services"] and town["parentHerId"] is None


def test_the_newer_api_gives_one_many_and_all(shared: World) -> None:
    everything = shared.json("/communicationparty")
    assert len(everything["communicationParties"]) == everything["lastSequenceNumber"] == PARTIES
    for one in everything["communicationParties"]:
        valid(shared, "FullParty", one)
        assert shared.json(f"/communicationparty/{one['herId']}") == one
    for body in ([int(STATION), DOCTOR, 1], {"herIds": [STATION, float(DOCTOR), STATION]}):
        answer = shared.client.post("/w/a/communicationparty", json=body)
        assert [one["herId"] for one in answer.get_json()] == [int(STATION), int(DOCTOR)]


def test_certificates_with_history(shared: World) -> None:
    found = shared.json(f"/communicationparty/{STATION}/certificates")
    for use in ("signing", "encryption"):
        now, earlier = found[use]
        assert earlier["validTo"] < "2026-12-01" < now["validTo"]
        assert now == shared.json(f"/api/v1/certificate/{STATION}/{use}")


def test_the_older_form_has_the_same_parties(shared: World) -> None:
    found = shared.json("/CommunicationPartyExport")
    assert found["LastEventId"] == PARTIES
    for one in found["CommunicationParties"]:
        valid(shared, "PascalParty", one)
        assert shared.json(f"/CommunicationParties/{one['HerId']}")["Name"] == one["Name"]
    assert shared.json("/CommunicationPartyEvents?EventId=14")[0]["EventId"] == PARTIES


def addresses(found: Any) -> dict[str, tuple[str, bool]]:
    return {one["type"]["value"]: (one["address"], one["inherited"]) for one in found["electronicAddresses"]}


def test_every_kind_of_party_is_there(shared: World) -> None:
    parties = {one["herId"]: one for one in shared.json("/communicationparty")["communicationParties"]}
    assert parties[int(DOCTOR)]["personDetails"] == {"firstName": "Tuva", "lastName": "Testlege"}
    assert not parties[int(CLOSED)]["active"] and parties[int(CLOSED)]["validTo"] < "2026-12-01"
    assert parties[int(HELSENORGE)]["serviceDetails"]["code"] == {
        "value": "4",
        "codeSet": 8658,
        "text": "Digitale innbyggertjenester",
    }
    assert addresses(parties[int(SHARED)])["E_SB_ASYNC"] == (f"{TOWN}_async", True)
    assert addresses(parties[int(STATION)])["E_SB_SYNCREPLY"] == (f"{STATION}_syncreply", False)
    odd = [
        key for key, one in parties.items() if "SIM" in [place["type"]["value"] for place in one["physicalAddresses"]]
    ]
    assert odd == [int(WARD)]


def test_each_change_is_an_event_with_a_number_that_grows(world: World) -> None:
    first = world.json("/communicationparty")["lastSequenceNumber"]
    assert len(world.json("/event")) == first and world.json(f"/event?fromSequenceNumber={first + 1}") == []
    before = world.json(f"/api/v1/certificate/{STATION}/signing")["thumbprint"]
    for what in ({"name": "Ny stasjon (simulert)"}, {"valid_to": "now"}, {"queue": "ny"}, {"rotate": ["signing"]}):
        world.clock.advance(timedelta(minutes=1))
        assert len(world.change(STATION, **what)["events"]) == 1
    events = world.json(f"/event?fromSequenceNumber={first + 1}")
    valid(world, "Event", events[0])
    assert [one["sequenceNumber"] for one in events] == list(range(first + 1, first + 5))
    assert {(one["herId"], one["eventType"]) for one in events} == {(int(STATION), "CommunicationPartyUpdated")}
    after = world.json(f"/communicationparty/{STATION}")
    assert after["name"] == "Ny stasjon (simulert)" and not after["active"]
    assert addresses(after)["E_SB_ASYNC"] == ("ny_async", False)
    history = world.json(f"/communicationparty/{STATION}/certificates")["signing"]
    assert history[1]["thumbprint"] == before != history[0]["thumbprint"]
    world.change(STATION, valid_to="")
    assert world.json(f"/communicationparty/{STATION}")["active"]


def test_another_her_id_ends_the_one_before_and_moves_those_below(world: World) -> None:
    assert len(world.change(STATION, her_id="8299999")["events"]) == 2
    assert not world.json(f"/communicationparty/{STATION}")["active"]
    assert world.json("/communicationparty/8299999")["parentHerId"] == int(TOWN)
    told = world.change(TOWN, her_id="8299998")["events"]
    assert [one["kind"] for one in told[:2]] == ["CommunicationPartyUpdated", "CommunicationPartyCreated"]
    assert world.json("/communicationparty/8299999")["parentHerId"] == 8299998
    refused = world.client.post(f"/_sim/areas/a/parties/{DOCTOR}", json={"her_id": "8299999"})
    assert refused.status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"navn": "x"},
        {"name": ""},
        {"name": 1},
        {"valid_to": "i går"},
        {"valid_to": "2026-12-01T00:00:00"},
        {"rotate": "signing"},
        {"rotate": ["alt"]},
        {"her_id": "x"},
    ],
)
def test_a_change_that_cannot_be_is_refused_and_changes_nothing(shared: World, body: Any) -> None:
    answer = shared.client.post(f"/_sim/areas/a/parties/{STATION}", json=body)
    assert answer.status_code == 400 and answer.get_json()["expected"]
    assert shared.client.post("/_sim/areas/a/parties/1", json={"name": "x"}).status_code == 404
    assert len(shared.json("/event")) == PARTIES


def test_areas_are_apart(world: World) -> None:
    world.change(STATION, name="Bare i a (simulert)")
    assert "Bare i a" not in world.get("/communicationparty", "b").text
    one, other = (world.json(f"/api/v1/certificate/{HELSENORGE}/signing", area) for area in "ab")
    assert one["certificateValue"] != other["certificateValue"]
    assert world.json("/communicationparty", "b")["lastSequenceNumber"] == PARTIES
    assert world.get(f"/communicationparty/{STATION}", "c").status_code == 404


def test_what_was_told_is_there_after_a_restart_and_gone_after_a_reset(tmp_path: Path) -> None:
    with registry(tmp_path) as world:
        world.change(STATION, name="Varig (simulert)", rotate=["encryption"])
        before = world.json(f"/api/v1/communicationparty/{STATION}")
    with registry(tmp_path) as world:
        assert world.json(f"/api/v1/communicationparty/{STATION}") == before
        last = world.json("/communicationparty")["lastSequenceNumber"]
        assert world.client.post("/_sim/areas/a/reset").status_code == 204
        after = world.json(f"/api/v1/communicationparty/{STATION}")
        assert after["name"] != before["name"]
        assert after["currentEncryptionCertificate"] != before["currentEncryptionCertificate"]
        assert world.json("/event")[0]["sequenceNumber"] == last + 1, "a cache that knows the last one misses nothing"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/communicationparty/1", None, 404),
        ("GET", "/communicationparty/x", None, 400),
        ("GET", "/api/v1/certificate/1/signing", None, 404),
        ("GET", "/api/v1/certificate/8210011/annet", None, 404),
        ("GET", "/event?fromSequenceNumber=-1", None, 400),
        ("GET", "/event?fromSequenceNumber=1e3", None, 400),
        ("POST", "/communicationparty", b"[]", 400),
        ("POST", "/communicationparty", b"[" + b",".join([b"1"] * 101) + b"]", 400),
        ("POST", "/communicationparty", b"[true]", 400),
        ("POST", "/communicationparty", b"[" * 5000, 400),
        ("POST", "/communicationparty", b"\xff", 400),
        ("POST", "/communicationparty", b" " * 300_000, 413),
        ("PUT", "/communicationparty", b"[]", 405),
        ("GET", "/finnes/ikke", None, 404),
    ],
)
def test_it_refuses_with_problem_details(
    shared: World, method: str, path: str, body: bytes | None, status: int
) -> None:
    answer = shared.client.open(f"/w/a{path}", method=method, data=body, content_type="application/json")
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    valid(shared, "Problem", answer.get_json())
    assert status != 405 or answer.headers["Allow"]
    assert answer.headers["SIMULERT"] == "Adresseregisteret"


def test_a_body_that_is_no_json_is_refused(shared: World) -> None:
    answer = shared.client.post("/w/a/communicationparty", data=b"[1]", content_type="text/plain")
    assert answer.status_code == 415 and answer.get_json()["status"] == 415


def test_other_services_of_the_world_read_what_a_party_really_is(shared: World) -> None:
    path = f"/_sim/areas/a/parties/{SHARED}"
    told = shared.client.get(path).get_json()
    assert (told["valid"], told["reached_on"], told["inherited"]) == (True, TOWN, True)
    assert told["enterprise_number"] == "310820032" and "certificates" not in told
    assert set(shared.client.get(f"{path}?with=certificates").get_json()["certificates"]) == {"signing", "encryption"}
    listed = shared.client.get("/_sim/areas/a/parties").get_json()
    assert len(listed["parties"]) == listed["last_number"] == PARTIES


def test_who_is_to_be_a_party_gets_its_keys(shared: World) -> None:
    keys = shared.client.get(f"/_sim/areas/a/parties/{STATION}/keys").get_json()
    shown = shared.json(f"/api/v1/certificate/{STATION}/signing")["certificateValue"]
    assert keys["signing"]["certificate"] == shown and "PRIVATE KEY" in keys["signing"]["private_key_pem"]
    authority = x509.load_der_x509_certificate(b64decode(keys["authority"]))
    x509.load_der_x509_certificate(b64decode(shown)).verify_directly_issued_by(authority)


def test_each_fault_does_what_it_says_and_stops_when_turned_off(world: World) -> None:
    def places() -> set[object]:
        found = world.json(f"/communicationparty/{STATION}")["physicalAddresses"]
        return {None if one["type"] is None else one["type"]["value"] for one in found}

    def encryption() -> Any:
        return world.json(f"/api/v1/certificate/{STATION}/encryption")

    world.fault("unknown_address_type", next=1)
    assert (places(), places()) == ({"SIM"}, {"PST", "RES"})
    world.fault("missing_address_type", next=1)
    assert (places(), places()) == ({None}, {"PST", "RES"})
    whole = encryption()
    world.fault("one_key_usage")
    assert usage(encryption()["certificateValue"]) == {"key_encipherment"}
    world.client.delete("/_sim/areas/a/faults")
    world.fault("expired_certificate")
    assert encryption()["validTo"] < "2026-12-01"
    world.client.delete("/_sim/areas/a/faults")
    assert encryption() == whole
    world.fault("stale_events", next=1)
    assert world.json("/event") == [] and len(world.json("/event")) == PARTIES
    world.fault("slow", seconds=0)
    assert world.json("/event")
    assert world.client.get("/_sim/areas/b/faults").get_json()["active"] == []
