"""Who may represent whom by the register of today: the families, the birthdays, and what the sources dispute."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from simulator.people.representation_rules import RULES
from tests.simulator.persons_world import World, running

SEE, CANCEL, READ, WRITE, ASK = "se timer", "avbestille", "lese meldinger", "skrive meldinger", "be om time"
ALL = [SEE, CANCEL, READ, WRITE]


@pytest.fixture
def world() -> Iterator[World]:
    with running() as world:
        yield world


def rights(world: World, actor: str, patient: str) -> list[str]:
    return list(world.acts(actor, patient)["rettigheter"])


def choose(world: World, **chosen: object) -> int:
    return world.register.put("/_sim/areas/a/innstillinger", json=chosen).status_code


@pytest.mark.parametrize(
    ("actor", "patient", "expected"),
    [
        ("kari", "emil", ALL),
        ("jonas", "emil", ALL),
        ("kari", "kari", [*ALL, ASK]),
        ("aase", "soelvi", [SEE]),
        ("soelvi", "soelvi", [ASK]),
        ("vetle", "vetle", [*ALL, ASK]),
        ("ragna", "vetle", []),
        ("turid", "ingeborg", ALL),
        ("per", "ingeborg", ALL),
        ("leif", "ingeborg", []),
        ("jonatan", "ingeborg", []),
        ("hanne", "mikkel", []),
        ("stian", "mikkel", []),
        ("hanne", "hanne", [*ALL, ASK]),
        ("mona", "live", []),
        ("camilla", "tiril", []),
        ("anne", "tiril", []),
        ("kari", "maerta", []),
    ],
)
def test_the_named_families(world: World, actor: str, patient: str, expected: list[str]) -> None:
    told = world.acts(actor, patient)
    assert told["rettigheter"] == expected and told["kan"] is bool(expected)
    assert told["hvorfor"] and told["merke"] in {"V", "I"} and told["kilde"]


@pytest.mark.parametrize(
    ("child", "before", "after"),
    [
        ("amund", (ALL, []), ([SEE], [])),
        ("sunniva", ([SEE], []), ([SEE], [ASK])),
        ("vetle", ([SEE], [ASK]), ([], [*ALL, ASK])),
    ],
)
def test_rights_change_at_midnight_in_norway(
    world: World, child: str, before: tuple[list[str], list[str]], after: tuple[list[str], list[str]]
) -> None:
    """They turn 12, 13 and 16 on 1 December; that day begins at 23 UTC the day before."""
    world.move(hours=-10, seconds=-1)
    assert (rights(world, "ragna", child), rights(world, child, child)) == before
    world.move(seconds=1)
    assert (rights(world, "ragna", child), rights(world, child, child)) == after


def test_school_health_takes_over_on_the_first_of_august(world: World) -> None:
    def contacts(child: str, day: str) -> list[str]:
        asked = {"numre": [world.number(child)], "dag": day}
        told = world.register.post("/w/a/representasjon/personer", json=asked).get_json()["personer"]
        return list(told[world.number(child)]["helsekontakter"])

    assert contacts("nora", "2026-07-31") == ["helsestasjon"]
    assert contacts("nora", "2026-08-01") == ["skolehelsetjeneste"]
    assert contacts("vetle", "2026-11-30") == ["skolehelsetjeneste"]
    assert contacts("vetle", "2026-12-01") == ["skolehelsetjeneste", "helsestasjon for ungdom"]
    assert contacts("vetle", "2041-11-30") == ["helsestasjon for ungdom"]
    assert contacts("vetle", "2041-12-01") == []


def test_whether_parents_of_12_to_15_cancel_is_a_setting_that_the_answer_tells(world: World) -> None:
    told = world.acts("aase", "soelvi")
    decided, _ = told["avgjort_av"]
    assert (decided["innstilling"], decided["verdi"]) == ("parents_cancel_12_to_15", False)
    assert decided["ellers"] == [SEE, CANCEL] and decided["usikkerhet"]
    assert choose(world, parents_cancel_12_to_15=True) == 200
    told = world.acts("aase", "soelvi")
    assert told["rettigheter"] == [SEE, CANCEL] and told["regel"] == "REP-34"
    assert told["avgjort_av"][0]["ellers"] == [SEE]
    assert world.acts("kari", "emil")["avgjort_av"] == []


def test_whether_parents_act_until_16_is_a_setting_that_the_answer_tells(world: World) -> None:
    assert choose(world, parents_act_12_to_15=True) == 200
    told = world.acts("aase", "soelvi")
    assert (told["rettigheter"], told["regel"]) == (ALL, "REP-37")
    assert [one["innstilling"] for one in told["avgjort_av"]] == ["parents_act_12_to_15"]
    assert world.acts("ragna", "vetle")["rettigheter"] == []


def test_whether_the_parent_elsewhere_may_act_is_a_setting_that_the_answer_tells(world: World) -> None:
    assert rights(world, "jens", "ella") == ALL
    assert world.acts("jens", "ella")["avgjort_av"][0]["regel"] == "REP-33"
    assert choose(world, one_parent_at_address="bare den som bor der") == 200
    assert rights(world, "jens", "ella") == [] and rights(world, "marte", "ella") == ALL
    told = world.register.get(f"/w/a/representasjon?for={world.number('ella')}").get_json()
    assert {one["innstilling"]: one["verdi"] for one in told["innstillinger"]} == {
        "one_parent_at_address": "bare den som bor der",
        "parents_cancel_12_to_15": False,
        "parents_act_12_to_15": False,
    }


@pytest.mark.parametrize("chosen", [{"ukjent": True}, {"parents_cancel_12_to_15": "ja"}, {"one_parent_at_address": 1}])
def test_a_choice_that_is_none_changes_nothing(world: World, chosen: dict[str, object]) -> None:
    assert choose(world, **chosen) == 400
    assert rights(world, "jens", "ella") == ALL


def test_the_rules_are_told_in_order(world: World) -> None:
    told = world.register.get("/w/a/representasjon/regler").get_json()
    assert [one["regel"] for one in told["regler"]] == [rule.id for rule in RULES]


def test_powers_of_attorney_have_their_days(world: World) -> None:
    world.move(days=1)
    assert rights(world, "per", "ingeborg") == [] and rights(world, "turid", "ingeborg") == ALL
    world.happen("fullmakt", fra="kaare", til="turid", gjelder_fra="2026-12-04", gjelder_til="2026-12-05")
    allowed = []
    for _ in range(5):
        allowed.append(bool(rights(world, "turid", "kaare")))
        world.move(days=1)
    assert allowed == [False, False, True, True, False]


def test_a_power_of_attorney_is_withdrawn(world: World) -> None:
    world.happen("fullmakt-trukket", fra="ingeborg", til="turid")
    assert rights(world, "turid", "ingeborg") == []
    world.happen("fullmakt-trukket", fra="ingeborg", til="turid", status=409)
    world.happen("fullmakt", fra="ingeborg", til="turid")
    assert rights(world, "turid", "ingeborg") == ALL
    world.happen("fullmakt", fra="kaare", til="kaare", status=400)


def test_foster_care_takes_no_responsibility_but_the_address(world: World) -> None:
    world.happen("fosterhjem", barn="emil", fosterforeldre=["anne", "bjoern"])
    assert world.acts("anne", "emil")["regel"] == "REP-60"
    assert world.acts("kari", "emil")["regel"] == "REP-32"
    assert "foreldreansvar" in world.document("emil") and len(world.document("emil", "foreldreansvar")) == 2


def test_all_that_one_may_do_and_all_who_may_do_something(world: World) -> None:
    def ask(query: str) -> list[dict[str, Any]]:
        return list(world.register.get(f"/w/a/representasjon?{query}").get_json()["svar"])

    hers = ask(f"representant={world.number('kari')}")
    assert {one["for_id"] for one in hers if one["kan"]} == {"kari", "nora", "emil", "vilde"}
    assert {one["representant_id"] for one in ask(f"for={world.number('emil')}")} == {"emil", "kari", "jonas"}
    assert len(ask("")) > len(hers)
    assert ask(f"for={world.number('emil')}&dag=2036-01-01")[1]["rettigheter"] == [SEE]
    assert world.register.get("/w/a/representasjon?dag=i-morgen").status_code == 400


def test_what_is_answered_follows_the_description(world: World) -> None:
    described = world.register.get("/openapi.json").get_json()

    def valid(name: str, value: object) -> None:
        schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
        Draft202012Validator(schema).validate(value)

    for one in ("kari", "nora", "zofia", "hanne", "tiril", "sondre"):
        valid("Document", world.document(one))
        valid("Person", world.register.post("/w/a/persontjenesten/api/legal-basis/person/get-by-nin",
                                            json={"nin": world.number(one)}).get_json())  # fmt: skip
    valid("Representation", world.register.get("/w/a/representasjon").get_json())
    valid("Rules", world.register.get("/w/a/representasjon/regler").get_json())
    asked = {"numre": [world.number("emil")]}
    valid("Summaries", world.register.post("/w/a/representasjon/personer", json=asked).get_json())
    valid("Problem", world.register.get("/w/x/representasjon").get_json())


def test_every_path_of_the_published_face_is_described(world: World) -> None:
    described = json.loads(world.register.get("/openapi.json").text)["paths"]
    served: dict[str, set[str]] = {}
    for rule in world.register_app.url_map.iter_rules():
        path = re.sub(r"<(?:any\([^)]*\):|\w+:)?(\w+)>", r"{\1}", rule.rule)
        if path.startswith("/w/"):
            served.setdefault(path, set()).update((rule.methods or set()) - {"HEAD", "OPTIONS"})
    assert served == {path: {way.upper() for way in ways} for path, ways in described.items()}
