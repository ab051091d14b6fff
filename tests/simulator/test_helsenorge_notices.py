"""Notices: who is told of what, in which words, reminders by the clock, and the outbox that nothing leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import urllib3

from simulator.app import Server
from simulator.clock import ManualClock, SystemClock
from simulator.national.folkeregister import SERVICE as REGISTER
from simulator.national.helsenorge import SERVICE
from simulator.national.helsenorge.building import build
from simulator.national.helsenorge.faults import CATALOGUE
from simulator.national.helsenorge.happenings import KINDS
from simulator.national.helsenorge.texts import HEALTH_CONTENT
from simulator.serving.service import Place, Surroundings
from tests.simulator.bus_world import in_thread
from tests.simulator.persons_world import REAL, SEED, START, World, running

WHEN = "2026-12-08T09:30:00+01:00"
"""A week after the start, so that the reminder comes on 6 December at 8.30 UTC."""
STATION = "Fjordvik helsestasjon"


@pytest.fixture
def world() -> Iterator[World]:
    with running() as world:
        yield world


def book(world: World, person: str, start: str = WHEN, **given: Any) -> dict[str, Any]:
    """A new appointment."""
    return world.tell("ny-time", person, **{"time_id": "t1", "start": start, "avsender": STATION, **given})


def told(answer: dict[str, Any], world: World, *people: str) -> bool:
    """Whether just these were told."""
    return [one["til"] for one in answer["varsler"]] == [world.number(one) for one in people]


def level(world: World, one: str, nivaa: str, kanal: str = "sms") -> None:
    where = f"/_sim/areas/a/innbyggere/{world.number(one)}/varsling"
    assert world.helsenorge.put(where, json={"nivaa": nivaa, "kanal": kanal}).status_code == 204


@pytest.mark.parametrize(
    ("person", "hidden", "expected"),
    [
        ("emil", {}, ["kari", "jonas"]),
        ("soelvi", {}, ["aase", "oeystein"]),
        ("soelvi", {"skjult_for_foreldre": True}, ["soelvi"]),
        ("amund", {"skjult_for_foreldre": True}, []),
        ("vetle", {}, ["vetle"]),
        ("vetle", {"skjult_for_foreldre": True}, ["vetle"]),
        ("ingeborg", {}, ["ingeborg", "turid", "per"]),
        ("kaare", {}, ["kaare"]),
        ("hanne", {}, ["hanne"]),
        ("mikkel", {}, []),
        ("tiril", {}, []),
        ("ella", {}, ["marte", "jens"]),
        ("solveig", {}, []),
    ],
)
def test_who_is_told_of_a_new_appointment(
    world: World, person: str, hidden: dict[str, bool], expected: list[str]
) -> None:
    answer = book(world, person, **hidden)
    assert told(answer, world, *expected)
    assert all(one["hvorfor"] for one in answer["ikke_varslet"]) and answer["merke"] == "V"


def test_a_youth_with_consent_is_told_too_unless_it_is_hidden_from_the_youth(world: World) -> None:
    where = f"/_sim/areas/a/innbyggere/{world.number('soelvi')}/foreldresamtykke"
    world.helsenorge.put(where, json={"gitt": True})
    assert told(book(world, "soelvi"), world, "soelvi", "aase", "oeystein")
    assert told(book(world, "soelvi", skjult_for_ungdom=True), world, "aase", "oeystein")


def test_the_setting_of_the_register_decides_here_too(world: World) -> None:
    world.register.put("/_sim/areas/a/innstillinger", json={"one_parent_at_address": "bare den som bor der"})
    assert told(book(world, "ella"), world, "marte")


@pytest.mark.parametrize("child", ["emil", "soelvi"])
def test_messages_about_a_child_of_12_or_more_are_not_for_parents(world: World, child: str) -> None:
    expected = ["kari", "jonas"] if child == "emil" else []
    assert told(world.tell("melding", child, avsender=STATION), world, *expected)


def test_only_some_of_those_who_may_know(world: World) -> None:
    assert told(world.tell("melding", "emil", til=[world.number("jonas")]), world, "jonas")
    assert told(world.tell("melding", "emil", til=[world.number("aase")]), world)


@pytest.mark.parametrize(
    ("nivaa", "kind", "expected"),
    [
        ("begrenset", "ny-time", True),
        ("normal", "ny-time", True),
        ("full", "ny-time", True),
        ("begrenset", "utfort-besok", False),
        ("normal", "utfort-besok", False),
        ("full", "utfort-besok", True),
        ("full", "hjemmebesok", False),
        ("begrenset", "avlyst-time", True),
    ],
)
def test_levels_of_notices(world: World, nivaa: str, kind: str, expected: bool) -> None:
    level(world, "kaare", nivaa, "e-post")
    answer = world.tell(kind, "kaare", time_id="t1", start=WHEN)
    assert told(answer, world, "kaare") is expected
    assert [one["kanal"] for one in answer["varsler"]] == ["e-post"] * expected


TEXTS = {
    "ny-time": "Det er satt opp en ny time for Emil hos Fjordvik helsestasjon tirsdag 8. desember 2026 kl. 09.30.",
    "endret-time": "Timen for Emil hos Fjordvik helsestasjon er endret. Den er nå tirsdag 8. desember 2026 kl. 09.30.",
    "avlyst-time": "Timen for Emil hos Fjordvik helsestasjon tirsdag 8. desember 2026 kl. 09.30 er avlyst.",
    "svar-avbestilling": "Avbestillingen av timen for Emil hos Fjordvik helsestasjon tirsdag 8. desember 2026",
    "melding": "Det er kommet en ny melding for Emil fra Fjordvik helsestasjon.",
}


@pytest.mark.parametrize("kind", TEXTS)
def test_the_words_are_neutral_and_name_the_sender_unless_it_is_sensitive(world: World, kind: str) -> None:
    given = {"time_id": "t", "start": WHEN, "avsender": STATION, "svar": "godtatt"}
    first, _ = world.tell(kind, "emil", **given)["varsler"]
    assert first["tekst"].startswith(TEXTS[kind])
    silent, _ = world.tell(kind, "emil", sensitiv_avsender=True, **given)["varsler"]
    assert STATION not in silent["tekst"] and "Emil" in silent["tekst"]
    own = world.tell(kind, "kaare", **given)["varsler"][0]["tekst"]
    assert "Kåre" not in own and " for " not in own.partition("Logg inn")[0]


@pytest.mark.parametrize(("answer", "words"), [("godtatt", "er godtatt"), ("avslaatt", "er avslått")])
def test_the_answer_to_a_cancellation_says_which(world: World, answer: str, words: str) -> None:
    given = {"time_id": "t1", "start": WHEN, "svar": answer}
    assert words in world.tell("svar-avbestilling", "emil", **given)["varsler"][0]["tekst"]


def test_nothing_of_the_past_the_dead_or_what_is_marked(world: World) -> None:
    assert told(book(world, "emil", start="2026-12-01T10:00:00+01:00"), world)
    assert told(book(world, "emil", varsle=False), world)
    assert told(book(world, "sondre"), world)
    assert "død" in book(world, "sondre")["ikke_varslet"][0]["hvorfor"]


def test_the_same_event_twice_is_told_once_and_another_with_its_id_is_refused(world: World) -> None:
    first = book(world, "emil", id="e1")
    again = world.tell("ny-time", "emil", 200, id="e1", time_id="t1", start=WHEN, avsender=STATION)
    assert again == first and len(world.outbox()) == 2
    world.tell("ny-time", "emil", 409, id="e1", time_id="t2", start=WHEN, avsender=STATION)
    assert len(world.outbox()) == 2


@pytest.mark.parametrize(
    "given",
    [
        {"hendelse": "fest"},
        {"hendelse": "paaminnelse"},
        {"hendelse": "ny-time"},
        {"hendelse": "ny-time", "time_id": "t", "start": "2026-12-08T09:30:00"},
        {"hendelse": "ny-time", "time_id": "t", "start": "i morgen"},
        {"hendelse": "svar-avbestilling"},
        {"hendelse": "melding", "varsle": "ja"},
        {"hendelse": "melding", "avsender": "x" * 101},
        {"hendelse": "melding", "avsender": "linje\nskift"},
        {"hendelse": "melding", "til": "kari"},
        {"hendelse": "melding", "person": REAL},
        {"hendelse": "melding", "avsender": f"Hos {REAL}"},
        {"hendelse": "melding", "til": [REAL]},
    ],
)
def test_a_faulty_event_is_400_and_nothing_is_sent(world: World, given: dict[str, Any]) -> None:
    answer = world.helsenorge.post("/w/a/varsel/hendelser", json={"person": world.number("emil"), **given})
    assert (answer.status_code, list(answer.get_json())) == (400, ["error", "expected", "found", "fix"])
    assert world.outbox() == []


def test_the_reminder_comes_48_hours_before_and_once(world: World) -> None:
    answer = book(world, "emil")
    assert answer["paaminnelse"]["sendes"] == "2026-12-06T08:30:00.000000Z"
    world.move(days=4, hours=23, seconds=1799)
    assert len(world.outbox()) == 2
    world.move(seconds=1)
    assert [one["hendelse"] for one in world.outbox()] == ["ny-time"] * 2 + ["paaminnelse"] * 2
    assert world.outbox()[2]["tekst"].startswith("Påminnelse om timen for Emil hos Fjordvik helsestasjon tirsdag 8.")
    world.move(days=3)
    assert len(world.outbox()) == 4


@pytest.mark.parametrize(
    ("hours", "due"),
    [(49, "2026-12-01T10"), (47, "2026-12-02T08"), (25, "2026-12-01T10"), (24, None), (1, None)],
)
def test_a_late_appointment_is_reminded_a_day_before_or_not_at_all(world: World, hours: int, due: str | None) -> None:
    answer = book(world, "emil", start=(START + timedelta(hours=hours)).isoformat())
    planned = answer["paaminnelse"]
    assert (planned["tilstand"], (planned["sendes"] or "")[:13]) == (("planlagt", due) if due else ("ingen", ""))


def test_a_cancellation_is_as_hidden_as_the_appointment_was_and_knows_when_it_was(world: World) -> None:
    book(world, "soelvi", skjult_for_foreldre=True, sensitiv_avsender=True)
    answer = world.tell("avlyst-time", "soelvi", time_id="t1", avsender=STATION)
    assert told(answer, world, "soelvi")
    assert answer["varsler"][0]["tekst"].startswith("Timen tirsdag 8. desember 2026 kl. 09.30 er avlyst.")
    assert told(world.tell("avlyst-time", "soelvi", time_id="t2"), world, "aase", "oeystein")


def test_a_long_leap_of_the_clock_leaves_the_reminder_at_its_time(world: World) -> None:
    book(world, "emil")
    world.move(days=20)
    assert [one["sendt"][:13] for one in world.outbox()[2:]] == ["2026-12-06T08"] * 2


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("avlyst-time", {}, 0),
        ("svar-avbestilling", {"svar": "godtatt"}, 0),
        ("svar-avbestilling", {"svar": "avslaatt"}, 2),
        ("endret-time", {"start": "2026-12-20T09:00:00+01:00"}, 0),
        ("endret-time", {"start": "2026-12-09T09:00:00+01:00"}, 2),
        ("endret-time", {"start": WHEN, "paaminnelse": False}, 0),
        ("melding", {}, 2),
    ],
)
def test_the_reminder_follows_the_appointment(world: World, kind: str, given: dict[str, Any], expected: int) -> None:
    book(world, "emil")
    world.tell(kind, "emil", **{"time_id": "t1", "start": WHEN, **given})
    world.move(days=7)
    assert sum(one["hendelse"] == "paaminnelse" for one in world.outbox()) == expected


def test_the_reminder_goes_to_those_who_may_know_when_it_is_sent(world: World) -> None:
    """Her address is protected before it is sent, so that her parents represent her no longer."""
    book(world, "soelvi")
    world.happen("adressebeskyttelse", person="soelvi", gradering="Confidential", gjelder_fra="2026-12-05")
    world.move(days=6)
    assert [one["hendelse"] for one in world.outbox()] == ["ny-time"] * 2
    (planned,) = world.helsenorge.get("/w/a/varsel/paaminnelser").get_json()["paaminnelser"]
    assert planned["tilstand"] == "trukket" and planned["hvorfor"]


def test_nothing_is_said_of_one_who_has_died_unless_the_fault_is_on(world: World) -> None:
    for fault in (False, True):
        world.tell("ny-time", "emil" if fault else "nora", time_id="t2", start=WHEN)
    world.happen("doedsfall", person="nora", doedsdato="2026-12-03")
    world.happen("doedsfall", person="emil", doedsdato="2026-12-03")
    before = len(world.outbox())
    world.helsenorge.post("/_sim/areas/a/faults", json={"id": "slow", "seconds": 0})
    world.fault("reminder_about_dead", next=1)
    world.move(days=6)
    reminded = world.outbox()[before:]
    assert len(reminded) == 2 and len({one["gjelder"] for one in reminded}) == 1


def test_one_who_changes_number_is_followed(world: World) -> None:
    book(world, "zofia")
    world.move(days=4)
    world.happen("nytt-nummer", person="piotr")
    world.move(days=4)
    assert [one["hendelse"] for one in world.outbox()] == ["ny-time", "paaminnelse"]
    world.tell("ny-time", "zofia", time_id="t9", start="2026-12-20T09:00:00+01:00")
    assert world.tell("avlyst-time", "zofia", time_id="t9")["paaminnelse"]["tilstand"] == "trukket"


def test_faults_strike_when_they_are_on_and_only_then(world: World) -> None:
    def words(**given: Any) -> list[str]:
        return [one["tekst"] for one in book(world, "kaare", **given)["varsler"]]

    usual = words()
    world.fault("notice_twice", next=1)
    assert words() == usual * 2 and words() == usual
    world.fault("notice_with_health_content", next=1)
    assert words() == [usual[0] + HEALTH_CONTENT] and words() == usual
    world.fault("sensitive_sender_named", next=1)
    assert words(sensitiv_avsender=True) == usual and STATION not in words(sensitiv_avsender=True)[0]
    world.fault("hidden_shown_to_parents", next=1)
    assert told(book(world, "soelvi", skjult_for_foreldre=True), world, "soelvi", "aase", "oeystein")
    world.fault("reminder_after_cancel", next=1)
    world.tell("avlyst-time", "kaare", time_id="t1", start=WHEN)
    world.move(days=6)
    assert "paaminnelse" in [one["hendelse"] for one in world.outbox()]
    here = {"notice_twice", "notice_with_health_content", "sensitive_sender_named", "hidden_shown_to_parents"}
    elsewhere = {"reminder_about_dead", "slow", "activity_tomorrow", "changes_out_of_order"}
    assert {fault.id for fault in CATALOGUE} == here | elsewhere | {"reminder_after_cancel"}


def test_areas_are_apart_and_reset_empties(world: World) -> None:
    book(world, "emil")
    assert world.outbox("b") == []
    world.helsenorge.post("/_sim/areas/b/reset")
    assert len(world.outbox()) == 2
    world.fault("notice_twice")
    world.helsenorge.post("/_sim/areas/a/reset")
    assert world.outbox() == [] and len(book(world, "kaare")["varsler"]) == 1
    assert world.outbox()[0]["nummer"] == 3


def test_the_outbox_is_bounded_and_read_from_where_one_was() -> None:
    with running(keep=3) as world:
        for _ in range(5):
            world.tell("melding", "kaare")
        answer = world.helsenorge.get("/w/a/varsel/utboks?after=3&limit=1").get_json()
        assert ([one["nummer"] for one in answer["varsler"]], answer["last"], answer["oldest"]) == ([4], 4, 3)
        assert [one["nummer"] for one in world.outbox()] == [3, 4, 5]
        asked = f"/w/a/varsel/utboks?til={world.number('kari')}"
        assert world.helsenorge.get(asked).get_json()["varsler"] == []
        for wrong in ("after=-1", "wait=31", "limit=0", "limit=x"):
            assert world.helsenorge.get(f"/w/a/varsel/utboks?{wrong}").status_code == 400


def test_what_was_told_comes_back_after_a_restart(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        first = book(world, "emil", id="e1")
        level(world, "kaare", "full")
    with running(tmp_path) as world:
        assert world.tell("ny-time", "emil", 200, id="e1", time_id="t1", start=WHEN, avsender=STATION) == first
        assert told(world.tell("utfort-besok", "kaare"), world, "kaare")
        world.move(days=6)
        assert sum(one["hendelse"] == "paaminnelse" for one in world.outbox()) == 2


def test_a_silent_register_is_said_and_the_reminder_waits(world: World) -> None:
    book(world, "emil")
    world.wire.silent = True
    world.move(days=6)
    assert world.helsenorge.get("/w/a/varsel/utboks").status_code == 502
    world.tell("melding", "emil", 502)
    world.wire.silent = False
    assert len(world.outbox()) == 4


def test_the_page_says_simulated_and_shows_what_waits(world: World) -> None:
    assert "Det er ingen varsler ennå" in world.helsenorge.get("/w/a/varsel").text
    book(world, "emil", avsender="<b>Fjordvik</b>")
    page = world.helsenorge.get("/w/a/varsel")
    assert page.status_code == 200 and "SIMULERT" in page.text and page.text.count("<h2>") == 3
    assert "<b>Fjordvik" not in page.text and "sendes søndag 6. desember" in page.text


def test_every_kind_has_words_or_is_never_told() -> None:
    tried = {*TEXTS, "hjemmebesok", "utfort-besok", "paaminnelse"}
    assert set(KINDS) == tried


def test_over_http_a_long_poll_wakes_when_something_is_told() -> None:
    place = Place(SEED)
    register, registers = REGISTER.build(Surroundings(None, SystemClock(), ("a",), place=lambda area: place))
    with Server(register, threads=4, on_stop=registers.close) as beside:
        around = Surroundings(
            None, SystemClock(), ("a",), lambda name, area: beside.url + f"/w/{area}" if name == "folkeregister" else ""
        )
        app, areas = build(around)
        with Server(app, threads=4, on_stop=areas.close) as server:
            number = registers.get("a").people()["kari"].ident
            base = f"{server.url}/w/a/varsel"
            waiting = in_thread(lambda: urllib3.request("GET", f"{base}/utboks?wait=30", timeout=40).json())
            sent = urllib3.request("POST", f"{base}/hendelser", json={"hendelse": "melding", "person": number})
            assert sent.status == 201
            assert [one["til"] for one in waiting.result(20)["varsler"]] == [number]


def test_the_service_says_how_it_starts() -> None:
    app, areas = SERVICE.build(Surroundings(None, ManualClock(START)))
    try:
        assert areas.make("ny") and app.test_client().get("/_sim/health").get_json()["service"] == "helsenorge"
    finally:
        areas.close()
