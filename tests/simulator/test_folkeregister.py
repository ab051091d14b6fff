"""The register: its people, responsibility, addresses, numbers and events, each by the clock of the area."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import urllib3

from simulator.clock import ManualClock, SystemClock
from simulator.landscape import packs
from simulator.national.folkeregister import SERVICE
from simulator.national.folkeregister.areas import Areas
from simulator.national.folkeregister.building import build
from simulator.national.folkeregister.changes import EVENTS
from simulator.national.folkeregister.faults import CATALOGUE
from simulator.serving.service import Place, Surroundings
from standards.identifiers import is_synthetic, make_fnr
from tests.simulator.persons_world import REAL, SEED, START, World, running

ORGANISATION = "998877008"
PEOPLE = "/w/a/folkeregisteret/api/v1/personer"
NIN = "/w/a/persontjenesten/api/{}/person/get-by-nin"


@pytest.fixture
def world() -> Iterator[World]:
    with running() as world:
        yield world


def current(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in listed if one["erGjeldende"]]


def nin(world: World, one: str, basis: str = "legal-basis") -> dict[str, Any]:
    answer = world.register.post(NIN.format(basis), json={"nin": world.number(one)})
    assert answer.status_code == 200
    return dict(answer.get_json())


@pytest.mark.parametrize("pack", packs.packs())
def test_the_same_people_live_here_as_in_the_journals(world: World, pack: str) -> None:
    world.register.post("/_sim/areas", json={"area": "x", "seed": 5, "pack": pack})
    listed = world.register.get("/_sim/areas/x/personer").get_json()["personer"]
    assert [one["nummer"] for one in listed if one["nummer"]] == [
        person.ident for person in packs.people(pack, 5, START.date())
    ]


def test_another_pack_or_seed_begins_again_and_the_same_does_not(world: World) -> None:
    world.happen("doedsfall", person="kari")
    assert world.register.post("/_sim/areas", json={"area": "a", "seed": SEED}).status_code == 200
    assert world.document("kari", "doedsfall")
    assert world.register.post("/_sim/areas", json={"area": "a", "pack": "vanlig"}).get_json()["people"] < 60
    assert not world.document("kari", "doedsfall")
    assert world.register.post("/_sim/areas", json={"area": "a", "pack": "x"}).status_code == 400
    assert world.register.post("/_sim/areas", json={"area": "a", "seed": "1"}).status_code == 400


def test_responsibility_has_the_elements_of_the_register_in_both_documents(world: World) -> None:
    over = world.document("nora", "foreldreansvar")
    assert [(one["ansvar"], one["ansvarlig"]) for one in over] == [
        ("felles", world.number("kari")),
        ("felles", world.number("jonas")),
    ]
    assert set(over[0]) == {"ansvar", "ansvarlig", "erGjeldende", "kilde", "aarsak", "gyldighetstidspunkt",
                            "opphoerstidspunkt", "ajourholdstidspunkt"}  # fmt: skip
    of = world.document("kari", "foreldreansvar")
    assert {one["ansvarssubjekt"] for one in of} == {world.number(one) for one in ("nora", "emil", "vilde")}


def test_responsibility_that_is_lost_stays_as_history_and_the_other_has_it_alone(world: World) -> None:
    world.happen("tapt-ansvar", barn="nora", ansvarlig="jonas", aarsak="dom", opphoerer="2026-12-03")
    assert [one["ansvar"] for one in current(world.document("nora", "foreldreansvar"))] == ["felles"] * 2
    assert all(one["opphoerstidspunkt"] is None for one in world.document("nora", "foreldreansvar"))
    world.move(days=2)
    hers, his = world.document("nora", "foreldreansvar")
    assert (hers["ansvar"], hers["erGjeldende"]) == ("mor", True)
    assert (his["erGjeldende"], his["aarsak"]) == (False, "dom")
    assert his["opphoerstidspunkt"] == "2026-12-03T00:00:00+01:00"
    assert not world.acts("jonas", "nora")["kan"] and world.acts("kari", "nora")["kan"]


def test_new_responsibility_for_a_person_an_organisation_or_one_without_a_number(world: World) -> None:
    for holder, given in (
        ("ansvarlig", {"ansvarlig": "aase", "ansvar": "andre"}),
        ("ansvarligOrganisasjon", {"organisasjon": ORGANISATION}),
        ("ansvarligUtenIdentifikator", {"uten_identifikator": {"navn": "Ola Ukjent", "foedselsdato": "1980-01-01"}}),
    ):
        world.happen("nytt-ansvar", barn="emil", **given)
        assert world.document("emil", "foreldreansvar")[-1][holder]
    assert world.document("emil", "foreldreansvar")[2]["ansvar"] == "andre"
    types = {one["type"] for one in nin(world, "emil")["parentalResponsibilities"]}
    assert types == {"Joint", "Other", "Unknown"}


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"barn": "nora", "ansvarlig": "kari"}, 409),
        ({"barn": "nora", "ansvarlig": "nora"}, 409),
        ({"barn": "nora"}, 400),
        ({"barn": "nora", "ansvarlig": "aase", "organisasjon": ORGANISATION}, 400),
        ({"barn": "nora", "organisasjon": "123456789"}, 400),
        ({"barn": "nora", "ansvarlig": "ukjent-person"}, 404),
        ({"barn": "nora", "ansvarlig": "aase", "ansvar": "bestefar"}, 400),
        ({"barn": "nora", "ansvarlig": "aase", "gjelder_fra": "i går"}, 400),
    ],
)
def test_what_contradicts_the_register_changes_nothing(world: World, given: dict[str, str], status: int) -> None:
    before = world.document("nora")
    told = world.happen("nytt-ansvar", status=status, **given)
    assert list(told) == ["error", "expected", "found", "fix"]
    assert world.document("nora") == before and world.feed() == []


@pytest.mark.parametrize(
    ("level", "graded", "shown"),
    [
        ("Unclassified", "ugradert", True),
        ("ClientAddress", "klientadresse", True),
        ("Confidential", "fortrolig", False),
        ("StrictlyConfidential", "strengtFortrolig", False),
    ],
)
def test_each_class_of_protection(world: World, level: str, graded: str, shown: bool) -> None:
    world.happen("adressebeskyttelse", person="emil", gradering=level)
    document = world.document("emil")
    assert current(document["adressebeskyttelse"])[-1]["graderingsnivaa"] == graded
    assert bool(document["bostedsadresse"]) is shown
    told = nin(world, "emil")
    assert told["addressConfidentiality"] == level and (told["residentialAddress"] is not None) is shown
    bare = nin(world, "emil", "no-legal-basis")
    assert not {"addressConfidentiality", "parentalResponsibilities", "historicalNins"} & set(bare)
    assert world.acts("kari", "emil")["kan"] is shown


def test_a_d_number_becomes_a_number_on_its_day_and_both_find_the_person(world: World) -> None:
    old = world.number("zofia")
    world.move(days=6)
    assert world.number("zofia") == old
    world.move(days=1)
    new = world.number("zofia")
    assert new != old
    first, second = world.register.get(f"{PEOPLE}/{old}").get_json()["identifikasjonsnummer"]
    assert (first["foedselsEllerDNummer"], first["status"], first["identifikatortype"]) == (old, "opphoert", "dNummer")
    assert (second["foedselsEllerDNummer"], second["status"]) == (new, "iBruk")
    assert nin(world, "zofia")["historicalNins"] == [old]
    events = [one["hendelse"] for one in world.feed() if one["hendelse"]["folkeregisteridentifikator"] == new]
    assert [one["hendelsestype"] for one in events] == ["endringIIdentifikasjonsnummer"]


def test_a_number_that_is_to_come_finds_nobody_yet(world: World) -> None:
    made = world.happen("nytt-nummer", person="piotr", gjelder_fra="2026-12-05")["nummer"]
    assert is_synthetic(made)
    assert world.register.get(f"{PEOPLE}/{made}").status_code == 404
    world.move(days=4)
    assert world.register.get(f"{PEOPLE}/{made}").status_code == 200
    world.happen("nytt-nummer", person="piotr", gjelder_fra="2026-12-05", status=409)


def test_a_newborn_without_number_and_then_with(world: World) -> None:
    child = world.happen(
        "foedsel", foreldre=["kari", "jonas"], fornavn="Ny", kjoenn="mann", med_nummer=False
    )["id"]  # fmt: skip
    unknown = world.document("kari", "foreldreansvar")[-1]
    assert unknown["ansvarssubjektUtenIdentifikator"]["navn"] == "Ny Berg-Lunde"
    kinds = [one["hendelse"]["hendelsestype"] for one in world.feed()]
    assert kinds == ["endringIFoedsel", *["endringIForeldreansvar"] * 3]
    about = world.register.get(f"/w/a/representasjon?representant={world.number('kari')}&for={child}").get_json()
    assert [one["regel"] for one in about["svar"]] == ["REP-03"]
    number = world.happen("nytt-nummer", person=child)["nummer"]
    assert world.document("kari", "foreldreansvar")[-1]["ansvarssubjekt"] == number
    assert world.document(child, "status")[0]["status"] == "bosatt"
    assert world.acts("kari", child)["rettigheter"]


def test_a_birth_with_number_to_come_is_told_when_it_comes(world: World) -> None:
    born = world.happen("foedsel", foreldre=["kari"], fornavn="Snart", kjoenn="kvinne", foedselsdato="2026-12-04")
    assert world.register.get(f"{PEOPLE}/{born['nummer']}").status_code == 404 and world.feed() == []
    world.move(days=3)
    assert world.document(born["id"], "foedsel")[0]["foedselsdato"] == "2026-12-04"
    assert [one["sekvensnummer"] for one in world.feed()] == [1, 2, 3, 4]


def test_moves_have_their_days_and_a_child_moves_from_the_parents(world: World) -> None:
    for child in ("ella", "theo"):
        world.happen("flytting", person=child, adresse="Ny vei 1", gjelder_fra="2026-12-10")
    assert world.acts("marte", "ella")["kan"]
    world.move(days=9)
    assert current(world.document("ella", "bostedsadresse")) == world.document("ella", "bostedsadresse")[1:]
    assert world.acts("marte", "ella")["regel"] == "REP-32"
    world.happen("flytting", personer=["marte", "ella"], adresse="Nyere vei 2")
    assert world.acts("marte", "ella")["kan"] and world.acts("jens", "ella")["kan"]
    world.happen("utflytting", person="marte")
    assert world.acts("marte", "ella")["regel"] == "REP-31"
    assert world.document("marte", "status")[0]["status"] == "utflyttet"


def test_death_is_told_on_its_day_and_ends_what_others_may_do(world: World) -> None:
    world.happen("doedsfall", person="emil", doedsdato="2026-12-02")
    assert world.acts("kari", "emil")["kan"] and world.feed() == []
    world.move(days=1)
    assert world.acts("kari", "emil")["regel"] == "REP-02"
    assert nin(world, "emil")["dateOfDeath"] == "2026-12-02"
    assert [one["hendelse"]["hendelsestype"] for one in world.feed()] == ["endringIDoedsfall"]


def test_the_feed_goes_on_from_a_number_and_over_a_reset(world: World) -> None:
    for person in ("kari", "jonas"):
        world.happen("flytting", person=person, adresse="Et sted 1")
    assert [one["sekvensnummer"] for one in world.feed(2)] == [2]
    world.register.post("/_sim/areas/a/reset")
    assert world.feed() == []
    world.happen("doedsfall", person="kari")
    assert [one["sekvensnummer"] for one in world.feed()] == [3]
    events = world.register.get("/w/a/persontjenesten/api/legal-basis/event?fromSequenceNumber=3").get_json()["events"]
    assert [(one["sequenceNumber"], one["eventType"]) for one in events] == [(3, "DeathChanged")]


@pytest.mark.parametrize(
    "given",
    [
        {"hendelse": "ny-person", "nummer": REAL},
        {"hendelse": "flytting", "person": REAL},
        {"hendelse": "flytting", "person": "kari", "adresse": f"Hos {REAL}"},
        {"hendelse": "nytt-ansvar", "barn": "nora", "uten_identifikator": {"navn": REAL, "foedselsdato": "1980-01-01"}},
        {"hendelse": "nytt-nummer", "person": int(REAL[1:] + "0"), "x": REAL},
    ],
)
def test_a_number_that_may_be_somebodys_is_refused_and_not_kept(tmp_path: Path, given: dict[str, Any]) -> None:
    with running(tmp_path) as world:
        answer = world.register.post("/_sim/areas/a/hendelser", json=given)
        assert answer.status_code == 400 and "virkelig" in answer.get_json()["error"] and REAL not in answer.text
        assert world.feed() == []
    assert not any(REAL.encode() in file.read_bytes() for file in (tmp_path / "folkeregister").iterdir())


def test_lookups_of_what_may_be_somebodys_are_refused(world: World) -> None:
    assert world.register.get(f"{PEOPLE}/{REAL}").status_code == 400
    bulk = {"foedselsEllerDNummer": [world.number("kari"), REAL]}
    assert world.register.post(f"{PEOPLE}/bulkoppslag", json=bulk).status_code == 400
    assert world.register.post(NIN.format("legal-basis"), json={"nin": REAL}).status_code == 400
    assert world.register.get(f"/w/a/representasjon?for={REAL}").status_code == 400


def test_a_given_number_must_be_free_and_of_the_birth_date(world: World) -> None:
    someone = {"fornavn": "Ny", "etternavn": "Nabo", "foedselsdato": "1990-05-14", "kjoenn": "mann"}
    world.happen("ny-person", status=409, nummer=world.number("kari"), **someone)
    world.happen("ny-person", status=400, nummer=world.number("jonas"), **someone)
    world.happen("ny-person", status=409, id="kari", **someone)
    free = make_fnr(START.date().replace(1990, 5, 14), 351)
    assert world.happen("ny-person", nummer=free, **someone)["nummer"] == free
    assert world.happen("ny-person", d_nummer=True, **someone)["nummer"][0] in "4567"


def test_bulk_gives_each_in_order_and_the_unknown_without_a_person(world: World) -> None:
    unknown = make_fnr(START.date(), 999)
    asked = [world.number("kari"), unknown, world.number("nora")]
    listed = world.register.post(f"{PEOPLE}/bulkoppslag", json={"foedselsEllerDNummer": asked}).get_json()["oppslag"]
    assert [one["foedselsEllerDNummer"] for one in listed] == asked
    assert ["person" in one for one in listed] == [True, False, True]
    many = {"foedselsEllerDNummer": [unknown] * 1001}
    assert world.register.post(f"{PEOPLE}/bulkoppslag", json=many).status_code == 400


def test_parts_are_chosen(world: World) -> None:
    where = f"{PEOPLE}/{world.number('nora')}"
    assert list(world.register.get(f"{where}?part=navn,foedsel").get_json()) == ["navn", "foedsel"]
    assert list(world.register.get(f"{where}?part=navn&part=status").get_json()) == ["navn", "status"]
    assert world.register.get(f"{where}?part=inntekt").status_code == 400


def test_areas_are_apart(world: World) -> None:
    number = world.happen("foedsel", foreldre=["kari"], fornavn="Her", kjoenn="mann")["nummer"]
    assert world.register.get(f"/w/b/folkeregisteret/api/v1/personer/{number}").status_code == 404
    assert world.feed(area="b") == [] and len(world.feed()) > 0
    world.register.put("/_sim/areas/a/innstillinger", json={"parents_cancel_12_to_15": True})
    chosen = world.register.get("/w/b/representasjon/regler").get_json()["innstillinger"]
    assert [one["verdi"] for one in chosen] == ["begge", False, False]
    world.register.post("/_sim/areas/b/reset")
    assert world.document("kari", "foreldreansvar")[-1]["ansvarssubjekt"] == number
    assert world.register.get(f"/w/c/folkeregisteret/api/v1/personer/{number}").status_code == 404


def test_everything_comes_back_after_a_restart(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        world.happen("tapt-ansvar", barn="nora", ansvarlig="jonas")
        child = world.happen("foedsel", foreldre=["kari"], fornavn="Ny", kjoenn="kvinne")
        world.happen("doedsfall", person="jonas", doedsdato="2026-12-05")
        world.happen("fullmakt", fra="kaare", til="turid")
        world.register.put("/_sim/areas/a/innstillinger", json={"one_parent_at_address": "bare den som bor der"})
        before, feed = [world.document(one) for one in ("nora", "kari", child["id"])], world.feed()
    with running(tmp_path) as world:
        assert [world.document(one) for one in ("nora", "kari", child["id"])] == before
        assert world.feed() == feed
        assert world.acts("turid", "kaare")["kan"]
        assert world.acts("jens", "ella")["regel"] == "REP-33"
        world.move(days=4)
        assert len(world.feed()) == len(feed) + 1


def test_every_event_is_tried_in_some_test() -> None:
    text = Path(__file__).read_text("utf-8") + Path(__file__).with_name("test_representasjon.py").read_text("utf-8")
    assert [one for one in EVENTS if f'"{one}"' not in text and one != "bruk"] == []


def test_faults_strike_when_they_are_on_and_only_then(world: World) -> None:
    def on(fault: str) -> None:
        assert world.register.post("/_sim/areas/a/faults", json={"id": fault, "next": 1}).status_code == 201

    for person in ("ragna", "sigmund"):
        world.happen("flytting", person=person, adresse="Et sted 1")
    world.happen("tapt-ansvar", barn="nora", ansvarlig="jonas")
    usual = world.feed()
    on("feed_out_of_order")
    assert world.feed() == usual[::-1]
    on("feed_twice")
    assert len(world.feed()) == 2 * len(usual)
    on("lost_responsibility_lingers")
    assert world.acts("jonas", "nora")["kan"] and not world.acts("jonas", "nora")["kan"]
    world.happen("adressebeskyttelse", person="emil", gradering="Confidential")
    on("protected_address_shown")
    assert world.document("emil", "bostedsadresse") and not world.document("emil", "bostedsadresse")
    world.register.post("/_sim/areas/a/faults", json={"id": "slow", "next": 1, "seconds": 0})
    assert world.document("kari") and world.feed() == usual + world.feed(len(usual) + 1)
    tried = {"feed_out_of_order", "feed_twice", "lost_responsibility_lingers", "protected_address_shown", "slow"}
    assert {fault.id for fault in CATALOGUE} == tried


def test_errors_have_the_four_fields_and_their_status(world: World) -> None:
    client = world.register
    for status, answer in (
        (404, client.get(f"{PEOPLE}/{make_fnr(START.date(), 999)}")),
        (404, client.get("/w/a/folkeregisteret/nei")),
        (404, client.get(f"{PEOPLE.replace('/a/', '/x/')}/{world.number('kari')}")),
        (404, client.post(NIN.format("illegal"), json={})),
        (405, client.delete(f"{PEOPLE}/{world.number('kari')}")),
        (413, client.post(f"{PEOPLE}/bulkoppslag", data=b" " * 300_000, content_type="application/json")),
        (415, client.post(f"{PEOPLE}/bulkoppslag", data=b"{}")),
        (400, client.post(f"{PEOPLE}/bulkoppslag", data=b"{", content_type="application/json")),
        (400, client.post("/_sim/areas/a/hendelser", json={"hendelse": "jordskjelv"})),
        (400, client.get("/w/a/folkeregisteret/api/v1/hendelser/feed?seq=0")),
    ):
        assert (answer.status_code, list(answer.get_json())) == (status, ["error", "expected", "found", "fix"])
        assert answer.headers["SIMULERT"]
    assert client.delete(f"{PEOPLE}/{world.number('kari')}").headers["Allow"] == "GET, HEAD, OPTIONS"


def test_with_a_helseid_beside_it_the_register_asks_for_a_token_and_representation_does_not() -> None:
    def address(service: str, area: str) -> str:
        return f"http://127.0.0.1:9/w/{area}" if service == "helseid" else ""

    app, areas = build(Surroundings(None, ManualClock(START), ("a",), address, lambda area: Place(SEED)))
    try:
        client, number = app.test_client(), areas.get("a").people()["kari"].ident
        for answer in (
            client.get(f"{PEOPLE}/{number}"),
            client.post(f"{PEOPLE}/bulkoppslag", json={"foedselsEllerDNummer": [number]}),
            client.post(NIN.format("legal-basis"), json={"nin": number}),
            client.get("/w/a/folkeregisteret/api/v1/hendelser/feed"),
            client.get("/w/a/persontjenesten/api/no-legal-basis/event"),
        ):
            assert answer.status_code == 401 and "DPoP" in answer.headers["WWW-Authenticate"]
        assert client.get(f"/w/a/representasjon?for={number}").status_code == 200
    finally:
        areas.close()


def test_the_service_says_how_it_starts() -> None:
    app, areas = SERVICE.build(Surroundings(None, ManualClock(START + timedelta(days=1))))
    try:
        assert areas.make("ny") and app.test_client().get("/_sim/health").get_json()["service"] == "folkeregister"
    finally:
        areas.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_every_change_that_was_answered_survives_kill_9(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "simulator.national.folkeregister", "--data", str(tmp_path), "--area", "a"]
    numbers = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found, "the service did not start"
        for count in range(20):
            born = {"hendelse": "foedsel", "foreldre": ["kari"], "fornavn": f"Barn {count}", "kjoenn": "mann"}
            answer = urllib3.request("POST", f"{found[0]}/_sim/areas/a/hendelser", json=born)
            assert answer.status == 201
            numbers.append(answer.json()["nummer"])
        os.kill(process.pid, signal.SIGKILL)
    areas = Areas(tmp_path, SystemClock(), lambda area: Place(0))
    try:
        assert all(areas.get("a").find(number) for number in numbers)
        assert areas.get("a").feed.last == 4 * len(numbers)
    finally:
        areas.close()
