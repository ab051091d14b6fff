"""Who is digitally active: age, consent and power, the older call, and the feed of changes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from simulator.clock import ManualClock
from simulator.national.helsenorge import SERVICE
from simulator.national.helsenorge.building import build
from simulator.serving.service import Surroundings
from standards.identifiers import make_fnr
from tests.simulator.persons_world import REAL, START, World, running

CHECK = "/w/a/digitaltaktiv/helsenorgeaktivsjekken/v1"
OLDER = "/w/a/digitaltaktiv/v1/DigitaltAktivOmraade"
FEED = "/w/a/digitaltaktiv/v1/DigitalAktivStatusEndringer"
OWN, OTHERS, POWER, NOBODY = (True, False, False), (False, True, False), (True, True, True), (False, False, False)


@pytest.fixture
def world() -> Iterator[World]:
    with running() as world:
        yield world


def changes(world: World, first: int = 1) -> list[dict[str, Any]]:
    return list(world.helsenorge.get(f"{FEED}?fraSekvensnummer={first}").get_json()["endringer"])


def consent(world: World, one: str, level: str, service_area: str = "Helsehjelp", status: int = 204) -> None:
    where = f"/_sim/areas/a/innbyggere/{world.number(one)}/samtykke"
    answer = world.helsenorge.put(where, json={"omraade": service_area, "nivaa": level})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        ("kari", OWN),
        ("emil", OTHERS),
        ("soelvi", OTHERS),
        ("vetle", OWN),
        ("ingeborg", POWER),
        ("kaare", OWN),
        ("hanne", OWN),
        ("mikkel", NOBODY),
        ("tiril", NOBODY),
        ("solveig", NOBODY),
        ("sondre", NOBODY),
    ],
)
def test_the_named_families_under_health_care(world: World, one: str, expected: tuple[bool, bool, bool]) -> None:
    assert world.active(one) == expected


@pytest.mark.parametrize(
    ("one", "service_area", "before", "after"),
    [
        ("vetle", "Helsehjelp", OTHERS, OWN),
        ("sunniva", "Helsehjelp", OTHERS, OTHERS),
        ("sunniva", "Ungdom", NOBODY, OWN),
        ("amund", "Ungdom", NOBODY, NOBODY),
        ("vetle", "Ungdom", OWN, OWN),
    ],
)
def test_birthdays(world: World, one: str, service_area: str, before: object, after: object) -> None:
    """They turn 16, 13 and 12 on 1 December in Norway."""
    world.move(hours=-10, seconds=-1)
    assert world.active(one, service_area) == before
    world.move(seconds=1)
    assert world.active(one, service_area) == after


@pytest.mark.parametrize(
    ("level", "expected"),
    [("full tilgang", OWN), ("basistilgang", NOBODY), ("lesetilgang", NOBODY), ("ingen", NOBODY)],
)
def test_only_full_consent_counts(world: World, level: str, expected: tuple[bool, bool, bool]) -> None:
    consent(world, "kari", level)
    assert world.active("kari") == expected
    assert world.active("emil") == OTHERS
    told = world.helsenorge.get(f"/_sim/areas/a/innbyggere/{world.number('kari')}/samtykke").get_json()
    assert told == {"samtykker": {"Helsehjelp": level}}


def test_consent_moves_who_may_represent_too(world: World) -> None:
    assert world.acts("kari", "emil")["kan"]
    consent(world, "kari", "ingen")
    assert world.acts("kari", "emil")["regel"] == "REP-22"
    consent(world, "jonas", "ingen")
    assert world.active("emil") == NOBODY
    consent(world, "kari", "full tilgang")
    assert world.active("emil") == OTHERS


def test_a_youth_is_taken_out_of_the_youth_service_alone(world: World) -> None:
    consent(world, "soelvi", "ingen", "Ungdom")
    assert world.active("soelvi", "Ungdom") == NOBODY and world.active("soelvi") == OTHERS


def test_consent_of_parents_lets_a_youth_see(world: World) -> None:
    assert world.acts("soelvi", "soelvi")["rettigheter"] == ["be om time"]
    where = f"/_sim/areas/a/innbyggere/{world.number('soelvi')}/foreldresamtykke"
    assert world.helsenorge.put(where, json={"gitt": True}).status_code == 204
    assert "se timer" in world.acts("soelvi", "soelvi")["rettigheter"]
    assert world.active("soelvi") == OTHERS


def test_status_is_wrong_until_tomorrow_with_the_fault_on(world: World) -> None:
    world.fault("activity_tomorrow")
    consent(world, "solveig", "full tilgang")
    assert world.active("solveig") == NOBODY and changes(world) == []
    world.move(hours=13, seconds=3599)
    assert world.active("solveig") == NOBODY
    world.move(seconds=1)
    assert world.active("solveig") == OWN
    assert [one["fnr"] for one in changes(world) if one["omraade"] == 3] == [world.number("solveig")]


def test_without_the_fault_it_holds_at_once(world: World) -> None:
    consent(world, "solveig", "full tilgang")
    assert world.active("solveig") == OWN
    assert {one["omraade"] for one in changes(world)} == {3, 6}


def test_the_feed_tells_of_those_who_were_asked_about_when_death_or_power_changes_it(world: World) -> None:
    for one in ("kaare", "nora", "emil"):
        world.active(one)
    assert changes(world) == []
    world.happen("fullmakt", fra="kaare", til="turid")
    world.happen("doedsfall", person="nora")
    assert {one["fnr"] for one in changes(world)} == {world.number("kaare"), world.number("nora")}
    assert changes(world, 3) == [] and len(changes(world, 2)) == 1


def test_the_feed_out_of_order(world: World) -> None:
    consent(world, "solveig", "full tilgang")
    usual = changes(world)
    world.fault("changes_out_of_order", next=1)
    assert changes(world) == usual[::-1] and changes(world) == usual


def test_a_thousand_and_an_unknown_who_is_not_active(world: World) -> None:
    unknown = [make_fnr(START.date().replace(day=day), number) for day in (1, 2) for number in range(502, 990)
               if _can(START.date().replace(day=day), number)][:999]  # fmt: skip
    asked = [*unknown, world.number("kari")]
    answer = world.helsenorge.post(CHECK, json={"fnrListe": asked, "omraade": "Helsehjelp"})
    told = answer.get_json()["erAktivListe"]
    assert list(told) == asked and sum(one["erDigitaltAktivSelv"] for one in told.values()) == 1
    assert len(world.wire.calls) == 1


def _can(day: Any, number: int) -> bool:
    try:
        make_fnr(day, number)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"fnrListe": [], "omraade": "Helsehjelp"},
        {"fnrListe": ["1"], "omraade": "Helsehjelp"},
        {"fnrListe": [1], "omraade": "Helsehjelp"},
        {"fnrListe": [REAL], "omraade": "Helsehjelp"},
        {"fnrListe": ["14709000099"] * 1001, "omraade": "Helsehjelp"},
        {"fnrListe": ["14709000099"], "omraade": "Fastlege"},
        {"fnrListe": ["14709000099"], "omraade": 3},
    ],
)
def test_a_faulty_question_is_400(world: World, content: dict[str, Any]) -> None:
    answer = world.helsenorge.post(CHECK, json=content)
    assert (answer.status_code, list(answer.get_json())) == (400, ["error", "expected", "found", "fix"])
    assert REAL not in answer.text


def test_the_older_call_takes_the_code_of_the_area(world: World) -> None:
    def ask(one: str, code: object) -> Any:
        return world.helsenorge.post(OLDER, json={"fnr": world.number(one), "omraade": code})

    assert ask("emil", 3).get_json() == {
        "fnr": world.number("emil"), "omraade": 3, "erDigitaltAktiv": True, "erDigitaltAktivSelv": False,
        "erDigitaltAktivViaAndre": True, "tildeltFullmakt": False}  # fmt: skip
    assert ask("emil", 6).get_json()["erDigitaltAktiv"] is False
    for code in (4, "3", True, None):
        assert ask("emil", code).status_code == 400


def test_areas_are_apart(world: World) -> None:
    consent(world, "kari", "ingen")
    other = world.helsenorge.post(CHECK.replace("/a/", "/b/"),
                                  json={"fnrListe": [world.number("kari")], "omraade": "Helsehjelp"})  # fmt: skip
    assert other.get_json()["erAktivListe"][world.number("kari")]["erDigitaltAktivSelv"] is True
    assert world.helsenorge.get(FEED.replace("/a/", "/b/")).get_json()["endringer"] == []
    assert world.helsenorge.get(FEED.replace("/a/", "/c/")).status_code == 404


def test_a_silent_register_is_said_and_nothing_is_stored(world: World) -> None:
    world.wire.silent = True
    consent(world, "kari", "ingen", status=502)
    number = world.number("kari")
    assert world.helsenorge.post(CHECK, json={"fnrListe": [number], "omraade": "Ungdom"}).status_code == 502
    world.wire.silent = False
    assert world.active("kari") == OWN


def test_without_a_register_it_is_said() -> None:
    app, areas = build(Surroundings(None, ManualClock(START), ("a",)))
    try:
        answer = app.test_client().post(CHECK, json={"fnrListe": ["14709000099"], "omraade": "Helsehjelp"})
        assert answer.status_code == 502 and "folkeregister" in answer.get_json()["found"]
    finally:
        areas.close()


def test_with_a_helseid_beside_it_a_token_is_asked_for() -> None:
    def address(service: str, area: str) -> str:
        return f"http://127.0.0.1:9/w/{area}" if service == "helseid" else ""

    app, areas = SERVICE.build(Surroundings(None, ManualClock(START), ("a",), address))
    try:
        client = app.test_client()
        for answer in (client.post(CHECK, json={}), client.post(OLDER, json={}), client.get(FEED)):
            assert answer.status_code == 401 and "WWW-Authenticate" in answer.headers
        assert client.get("/w/a/varsel/utboks").status_code == 200
    finally:
        areas.close()


def test_consents_and_feed_come_back_after_a_restart(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        consent(world, "kari", "lesetilgang")
        told = changes(world)
    with running(tmp_path) as world:
        assert world.active("kari") == NOBODY and changes(world) == told
        world.helsenorge.post("/_sim/areas/a/reset")
        world.register.post("/_sim/areas/a/reset")
        assert world.active("kari") == OWN and changes(world) == []


def test_what_is_answered_follows_the_description(world: World) -> None:
    described = world.helsenorge.get("/openapi.json").get_json()

    def valid(name: str, value: object) -> None:
        schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
        Draft202012Validator(schema).validate(value)

    number = world.number("kari")
    valid("Activity", world.helsenorge.post(CHECK, json={"fnrListe": [number], "omraade": "Ungdom"}).get_json())
    valid("ActivityOfOne", world.helsenorge.post(OLDER, json={"fnr": number, "omraade": 3}).get_json())
    consent(world, "kari", "ingen")
    valid("Changes", world.helsenorge.get(FEED).get_json())
    valid("Told", world.tell("ny-time", "emil", time_id="t", start="2026-12-09T09:00:00+01:00"))
    valid("Outbox", world.helsenorge.get("/w/a/varsel/utboks").get_json())
    valid("Reminders", world.helsenorge.get("/w/a/varsel/paaminnelser").get_json())
    valid("Problem", world.helsenorge.get(FEED + "?antall=0").get_json())


def test_every_path_of_the_published_face_is_described(world: World) -> None:
    described = json.loads(world.helsenorge.get("/openapi.json").text)["paths"]
    served: dict[str, set[str]] = {}
    for rule in world.app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        if path.startswith("/w/"):
            served.setdefault(path, set()).update((rule.methods or set()) - {"HEAD", "OPTIONS"})
    assert served == {path: {way.upper() for way in ways} for path, ways in described.items()}
