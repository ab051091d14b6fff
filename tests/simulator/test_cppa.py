"""Profiles and agreements: valid, the same back, made anew when a profile changes, and refused in their own shape."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from simulator.app import Server
from simulator.landscape.registered import parties_of
from simulator.national.cppa import SERVICE
from simulator.serving.areas import Areas
from simulator.vendors import find_profile
from standards.cppa import Agreement, Generation, Mode, Profile, read
from standards.exchange import Role
from standards.rules.engine import judge_message
from standards.schema import SchemaPack
from standards.xml import parse
from tests.simulator import registry_kit
from tests.simulator.registry_kit import CLOSED, DOCTOR, HELSENORGE, PRODUCTS, STATION, TOWN, WARD, Address, few_keys

PACK = SchemaPack.own()
PAIR = f"/Agreements/HerIds/{STATION}/{HELSENORGE}"
EKONTAKT, CANCELLING = "DIALOG_INNBYGGER_EKONTAKT", "DIALOG_INNBYGGER_AVTALEAVBESTILLING"


@dataclass(frozen=True)
class World:
    """The registry of agreements and a client of it."""

    app: Flask
    areas: Areas[Any]

    def get(self, path: str, area: str = "a", **headers: str) -> Any:
        """The answer of an address in an area."""
        return self.app.test_client().get(f"/w/{area}{path}", headers=headers)

    def document(self, path: str, area: str = "a") -> Profile | Agreement:
        """A document, held to our schema, and read."""
        answer = self.get(path, area)
        assert answer.status_code == 200, answer.text
        assert answer.content_type == "application/xml; charset=utf-8"
        assert PACK.check(parse(answer.data)) == ()
        found = read(answer.data)
        assert read(found.to_xml()) == found
        return found

    def profile(self, her_id: str = STATION, area: str = "a") -> Profile:
        """A profile."""
        found = self.document(f"/Profiles/{her_id}", area)
        assert isinstance(found, Profile)
        return found

    def agreement(self, path: str = PAIR, area: str = "a") -> Agreement:
        """An agreement."""
        found = self.document(path, area)
        assert isinstance(found, Agreement)
        return found

    def set_up(self, her_id: str = STATION, status: int = 200, **what: Any) -> Any:
        """Set up a profile otherwise."""
        answer = self.app.test_client().post(f"/_sim/areas/a/parties/{her_id}", json=what)
        assert answer.status_code == status, answer.text
        return answer.get_json()

    def fault(self, name: str, **more: Any) -> None:
        """Turn a fault on."""
        answer = self.app.test_client().post("/_sim/areas/a/faults", json={"id": name, **more})
        assert answer.status_code == 201, answer.text


@contextmanager
def running(data: Path | None = None, address: Address = lambda service, area: "") -> Iterator[World]:
    app, areas = SERVICE.build(registry_kit.surroundings(registry_kit.ManualClock(registry_kit.NOW), data, address))
    try:
        yield World(app, areas)
    finally:
        areas.close()


@pytest.fixture(scope="module", autouse=True)
def keys() -> Iterator[None]:
    with few_keys():
        yield


@pytest.fixture(scope="module")
def shared() -> Iterator[World]:
    with running() as world:
        yield world


@pytest.fixture
def world(shared: World) -> Iterator[World]:
    yield shared
    shared.app.test_client().delete("/_sim/areas/a/faults")
    for her_id in (STATION, HELSENORGE):
        started = shared.app.test_client().get(f"/_sim/areas/a/parties/{her_id}").get_json()["stopped"]
        shared.set_up(her_id, start=started, generation="", action_names={})


def test_a_profile_has_the_processes_and_versions_of_the_product(shared: World) -> None:
    for area, product in PRODUCTS.items():
        profile = shared.profile(area=area)
        wanted = find_profile(product)
        assert {(role.code, role.version) for role in profile.party.roles} == set(wanted.processes.items())
        assert profile.party.her_id == STATION and profile.party.queue(Mode.ASYNC) == f"{STATION}_async"
        generations = {role.generation for role in profile.party.roles}
        assert (Generation.OLD in generations) == (wanted.cpp_generation == "old")
        assert ("310820032", "ENH") in [(one.value, one.type) for one in profile.party.ids]
        assert profile.party.signing_certificate is not None and profile.party.encryption_certificate is not None


def test_the_agreement_is_what_both_can_and_no_rule_of_ours_finds_fault(shared: World) -> None:
    agreement = shared.agreement()
    assert {party.her_id for party in agreement.parties} == {STATION, HELSENORGE}
    assert agreement.valid_at(registry_kit.NOW) and agreement.status == "agreed"
    for code, version in find_profile(PRODUCTS["a"]).processes.items():
        role = agreement.role(code, STATION)
        assert role is not None and role.version == version
        assert role.side in (Role.EPJ, None)
    assert agreement.supports(CANCELLING, None, "Svar", STATION)
    assert not agreement.supports(CANCELLING, None, "Svar", HELSENORGE)
    errors = [one for one in judge_message(agreement.to_xml()).findings if one.severity == "error"]
    assert not errors


def test_an_agreement_is_the_same_whoever_asks_and_by_its_id(shared: World) -> None:
    first = shared.get(PAIR).data
    agreement = shared.agreement()
    for path in (PAIR, f"/Agreements/HerIds/{HELSENORGE}/{STATION}", f"/Agreements/{agreement.id}", f"/v2{PAIR}"):
        assert shared.get(path).data == first
    assert shared.get(f"/v2/Profiles/{STATION}").data == shared.get(f"/Profiles/{STATION}").data


def test_the_old_way_and_the_new_meet(world: World) -> None:
    assert world.set_up(generation="old")["generation"] == "old"
    role = world.agreement().role(EKONTAKT, STATION)
    assert role is not None and role.generation is Generation.OLD
    assert world.agreement().supports(EKONTAKT, None, "Svar", STATION)
    names = {binding.action for binding in role.sends}
    assert names == {EKONTAKT, "APPREC"}


def test_action_names_are_configuration(world: World) -> None:
    world.set_up(action_names={"Foresporsel": "AvbestillTime"})
    role = world.profile().party.roles_in(CANCELLING)[0]
    assert "AvbestillTime" in {binding.action for binding in role.receives}
    assert world.agreement().supports(CANCELLING, None, "AvbestillAvtale", HELSENORGE)


def test_the_stop_switch_takes_a_process_away_and_gives_it_back(world: World) -> None:
    before = world.agreement()
    assert world.set_up(HELSENORGE, stop=[CANCELLING.lower()])["stopped"] == [CANCELLING]
    stopped = world.agreement()
    assert stopped.id == before.id and stopped.role(CANCELLING, STATION) is None
    assert stopped.role(EKONTAKT, STATION) is not None
    assert world.profile().party.roles_in(CANCELLING), "the profile of the other is as it was"
    world.set_up(HELSENORGE, start=[CANCELLING])
    assert world.agreement() == before


def test_nothing_in_common_is_no_agreement(world: World) -> None:
    codes = [role.code for role in world.profile().party.roles]
    world.set_up(HELSENORGE, stop=codes)
    refused = world.get(PAIR)
    assert refused.status_code == 404 and "har ikke prosessen" in refused.text
    world.set_up(STATION, stop=codes)
    assert world.get(f"/Profiles/{STATION}").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/Profiles/1", {}, 404),
        ("GET", "/Profiles/x", {}, 404),
        ("GET", f"/Profiles/{CLOSED}", {}, 404),
        ("GET", f"/Profiles/{TOWN}", {}, 404),
        ("GET", f"/Profiles/{WARD}", {}, 404),
        ("GET", "/Agreements/x", {}, 404),
        ("GET", f"/Agreements/HerIds/{STATION}/{DOCTOR}", {}, 404),
        ("GET", f"/Agreements/HerIds/{STATION}/{STATION}", {}, 404),
        ("GET", f"/Agreements/HerIds/{STATION}/x%01y", {}, 404),
        ("GET", f"/Profiles/{STATION}", {"Accept": "application/json"}, 406),
        ("GET", f"/v2{PAIR}", {"Accept": "text/html"}, 406),
        ("POST", f"/Profiles/{STATION}", {}, 405),
        ("GET", "/Avtaler/1", {}, 404),
    ],
)
def test_it_refuses_in_xml(shared: World, method: str, path: str, headers: dict[str, str], status: int) -> None:
    answer = shared.app.test_client().open(f"/w/a{path}", method=method, headers=headers)
    assert (answer.status_code, answer.mimetype) == (status, "application/xml"), answer.text
    root = parse(answer.data)
    assert root.tag == "Error" and "Gjør dette" in (root.findtext("Message") or "")
    assert root.findtext("Status") == str(status) and len(root.findtext("RequestId") or "") == 36
    assert answer.headers["SIMULERT"] == "CPP/CPA-registeret"
    assert status != 405 or answer.headers["Allow"]


@pytest.mark.parametrize("accept", ["application/xml", "text/xml", "*/*", ""])
def test_xml_may_be_asked_for_in_several_ways(shared: World, accept: str) -> None:
    assert shared.get(f"/Profiles/{STATION}", Accept=accept).status_code == 200


@pytest.mark.parametrize(
    "what",
    [
        {},
        {"stopp": []},
        {"stop": "alt"},
        {"stop": ["FINNES_IKKE"]},
        {"generation": "ny"},
        {"action_names": {"Svar": ""}},
        {"action_names": {"Svar": 1}},
    ],
)
def test_a_setup_that_cannot_be_is_refused(shared: World, what: dict[str, Any]) -> None:
    assert shared.set_up(status=400, **what)["expected"]
    assert shared.set_up("1", status=404, stop=[EKONTAKT])["error"]


def test_each_fault_does_what_it_says(world: World) -> None:
    plain = world.agreement()
    world.fault("wrong_process_spelling", next=1)
    assert {role.process for role in world.agreement().parties[0].roles} == {
        role.process.lower() for role in plain.parties[0].roles
    }
    world.fault("action_case", next=1)
    role = world.agreement().role(CANCELLING, STATION)
    assert role is not None and {binding.action for binding in role.sends} == {"svar", "apprec"}
    world.set_up(HELSENORGE, stop=[CANCELLING])
    world.fault("old_agreement", next=1)
    assert world.agreement() == plain
    assert world.agreement() != plain
    world.fault("no_agreement", next=1)
    assert (world.get(PAIR).status_code, world.get(PAIR).status_code) == (404, 200)
    world.fault("no_profile", next=1)
    assert world.get(f"/Profiles/{STATION}").status_code == 404
    world.fault("slow", seconds=0)
    assert world.get(PAIR).status_code == 200


def test_areas_are_apart(world: World) -> None:
    other = world.agreement(area="b")
    world.set_up(HELSENORGE, stop=[EKONTAKT])
    assert world.agreement(area="b") == other
    assert other.party(STATION).certificates != world.agreement().party(STATION).certificates
    assert world.get(PAIR, "c").status_code == 404


def test_switches_and_agreements_are_there_after_a_restart_and_gone_after_a_reset(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        whole = world.agreement()
        world.set_up(HELSENORGE, stop=[CANCELLING])
        before = world.agreement()
    with running(tmp_path) as world:
        assert world.agreement(f"/Agreements/{before.id}") == before
        assert world.app.test_client().post("/_sim/areas/a/reset").status_code == 204
        assert world.get(f"/Agreements/{before.id}").status_code == 404
        after = world.agreement()
        assert after.id == before.id and after.role(CANCELLING, STATION) is not None
        assert after.party(STATION).certificates != whole.party(STATION).certificates


def test_it_asks_the_address_registry_for_who_is_there_and_which_certificates() -> None:
    with registry_kit.registry() as registry, Server(registry.app, threads=4) as server:

        def address(service: str, area: str) -> str:
            return f"{server.url}/w/{area}" if service == "adresseregister" else ""

        with running(None, address) as world:
            first = world.agreement()
            for use in ("signing", "encryption"):
                told = registry.json(f"/api/v1/certificate/{STATION}/{use}")["certificateValue"]
                found = getattr(world.profile().party, f"{use}_certificate")
                assert b64decode(found.x509) == b64decode(told)
            registry.change(STATION, rotate=["signing"], name="Ny stasjon (simulert)", queue="ny")
            second = world.agreement()
            assert second.id == first.id and second != first
            party = second.party(STATION)
            assert party.name == "Ny stasjon (simulert)" and party.queue(Mode.SYNC) == "ny_sync"
            registry.change(STATION, valid_to="now")
            assert world.get(PAIR).status_code == 404
            assert world.app.test_client().post("/_sim/areas", json={"area": "ny"}).status_code == 201
            assert world.agreement(area="ny").id == first.id, "an area that is made here is made there too"
            assert world.get("/Profiles/1").status_code == 404
        server.stop()
        with running(None, address) as world:
            silent = world.get(PAIR)
            assert silent.status_code == 503 and silent.headers["Retry-After"]


def test_the_world_is_asked_where_the_registry_is_none_of_ours() -> None:
    with running(None, lambda service, area: "http://et.sted.example" if service == "adresseregister" else "") as world:
        assert world.profile().party.her_id == STATION


def test_every_party_of_the_world_has_the_profile_it_says(shared: World) -> None:
    for one in parties_of(find_profile(PRODUCTS["a"])):
        status = 200 if one.processes and not one.ended else 404
        assert shared.get(f"/Profiles/{one.party.her_id}").status_code == status
