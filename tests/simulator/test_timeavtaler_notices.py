"""What the citizen would see and be told: change detection, tags, home visits, age and access codes."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from standards.identifiers import make_fnr
from standards.rules.fhir_appointment import years_between
from tests.simulator.timeavtaler_world import START, World, refusing, running
from tests.standards.fhir_good import (
    HN,
    OID,
    Change,
    Resource,
    cancelled,
    changed,
    coded,
    drop,
    flag,
    home_visit,
    specialist,
    station,
    youth,
)
from tests.standards.fhir_good import put as set_

SILENT = set_("/meta/tag", [{"system": f"{HN}/varsling", "code": "1"}])
NO_REMINDER = set_("/meta/tag", [{"system": f"{HN}/paminnelse", "code": "1"}])
LATER = set_("/meta/lastUpdated", "2026-11-22T10:00:00+01:00")


@pytest.fixture
def world() -> Iterator[World]:
    with running() as world:
        yield world


def of_age(years: int, *, code: str = "N", make: Callable[[], Resource] = station) -> Resource:
    """An appointment of somebody who is so old."""
    born = date(START.year - years, 5, 1)
    assert years_between(born, START.date()) == years
    number = make_fnr(born, {16: 502}.get(years, 501) if born.year >= 2000 else 101)
    changes = [set_("/participant/0/actor/identifier/value", number), set_("/meta/security/0/code", code)]
    return changed(make(), *changes)


def told(world: World, resource: Resource, *changes: Change) -> dict[str, Any]:
    """The entry of the inbox for a resource that is taken."""
    answer = world.put(changed(resource, *changes))
    assert answer.status_code in {200, 201}, answer.text
    return world.last()


def test_a_new_appointment_is_told_with_the_name_of_the_service(world: World) -> None:
    entry = told(world, station())
    assert entry["notice"] == {"given": True, "event": "new", "to": ["parents"], "sender": "Helsestasjon", "why": ""}
    assert entry["appointment"]["patient"] and entry["appointment"]["service_area"] == "3"
    assert entry["reminder"] == {
        "given": True, "earliest": "2026-11-29T10:00:00+01:00", "latest": "2026-11-30T10:00:00+01:00", "why": ""
    }  # fmt: skip


def test_an_identical_resend_is_not_told_again(world: World) -> None:
    told(world, station())
    same = set_("/start", "2026-12-01T09:00:00Z")
    entry = told(world, station(), LATER, same)
    assert (entry["change"], entry["notice"]["given"]) == ("identical", False)
    assert "lik" in entry["notice"]["why"]


@pytest.mark.parametrize(
    ("change", "elements", "given"),
    [
        (set_("/end", "2026-12-01T11:00:00+01:00"), ["end"], True),
        (set_("/contained/1/name", "Rom 4"), ["contained.Location"], True),
        (set_("/description", "Toårskontroll"), ["description"], False),
        (drop("/meta/tag"), ["meta.tag"], False),
        (set_("/contained/-", flag("endre", "canChangeAppointment")), ["contained.Flag"], False),
    ],
)
def test_only_a_relevant_change_is_told(world: World, change: Change, elements: list[str], given: bool) -> None:
    told(world, station())
    extra = [set_("/supportingInformation/-", {"reference": "#endre"})] if "contained.Flag" in elements else []
    entry = told(world, station(), change, *extra)
    assert entry["change"] == "changed" and set(elements) <= set(entry["changed"])
    assert entry["notice"]["given"] is given
    assert entry["notice"]["event"] == ("changed" if given else None)


def test_a_cancellation_of_what_was_booked_is_told_once(world: World) -> None:
    assert told(world, cancelled())["notice"]["given"] is False
    world.areas.get("a").reset()
    told(world, station())
    assert told(world, cancelled())["notice"]["event"] == "cancelled"
    assert told(world, cancelled(), LATER)["notice"]["given"] is False
    assert told(world, cancelled(), set_("/cancelationReason", coded(f"{OID}.1.7621", "AAI")))["notice"]["why"]


@pytest.mark.parametrize("status", ["fulfilled", "noshow", "entered-in-error"])
def test_what_ended_in_other_ways_is_not_told(world: World, status: str) -> None:
    told(world, station())
    entry = told(world, station(), set_("/status", status))
    assert entry["change"] == "changed" and status in entry["notice"]["why"]
    assert entry["shown_to"] == ([] if status == "entered-in-error" else ["parents"])
    assert entry["reminder"]["given"] is False


def test_an_ended_appointment_that_opens_again_is_taken_with_a_remark(world: World) -> None:
    told(world, station())
    told(world, cancelled())
    entry = told(world, station())
    assert entry["notice"]["event"] == "new"
    assert [one["severity"] for one in entry["findings"]] == ["warning"]


def test_the_tags_decide_notice_and_reminder(world: World) -> None:
    entry = told(world, station(), SILENT)
    assert (entry["notice"]["given"], entry["reminder"]["given"]) == (False, True)
    world.areas.get("a").reset()
    entry = told(world, station(), NO_REMINDER)
    assert (entry["notice"]["given"], entry["reminder"]["given"]) == (True, False)


def test_the_sender_is_the_given_name_or_hidden(world: World) -> None:
    name = [{"url": f"{HN}/StructureDefinition/hn-extension-varselorganisasjon", "valueString": "Kommunen"}]
    entry = told(world, station(), set_("/meta/tag/-", {"system": f"{HN}/varsling", "code": "9", "extension": name}))
    assert entry["notice"]["sender"] == "Kommunen"
    world.areas.get("a").reset()
    entry = told(world, station(), set_("/meta/security/-", {"system": f"{HN}/sensitiv-avsender", "code": "1"}))
    assert entry["notice"]["given"] and entry["notice"]["sender"] is None


def test_the_service_is_found_whatever_else_is_referred_to_first(world: World) -> None:
    references = [{"reference": "#avlyse"}, {"reference": "#org"}]
    assert told(world, station(), set_("/supportingInformation", references))["notice"]["sender"] == "Helsestasjon"


def test_a_home_visit_is_shown_but_never_told(world: World) -> None:
    at_nine = [set_("/start", "2026-12-01T09:00:00+01:00"), set_("/end", "2026-12-01T09:20:00+01:00")]
    booked = [drop("/requestedPeriod"), set_("/status", "booked"), *at_nine]
    moved = [*booked, set_("/end", "2026-12-01T09:40:00+01:00")]
    for changes in ([], booked, moved, [*moved, set_("/status", "fulfilled")]):
        entry = told(world, home_visit(), *changes)
        assert entry["shown_to"] and entry["appointment"]["home_visit"]
        assert entry["change"] in {"new", "changed"}
        assert (entry["notice"]["given"], entry["reminder"]["given"]) == (False, False)
    refusing(world.put(changed(home_visit(), *booked, SILENT)))


@pytest.mark.parametrize(
    ("years", "code", "readers"),
    [
        (3, "N", ["parents"]),
        (11, "N", ["parents"]),
        (12, "N", ["patient", "parents"]),
        (13, "NORN_FORANS", ["patient"]),
        (14, "NORN_UNGDOM", ["parents"]),
        (15, "N", ["patient", "parents"]),
        (16, "N", ["patient"]),
        (40, "N", ["patient"]),
    ],
)
def test_who_sees_it_by_age_and_code(world: World, years: int, code: str, readers: list[str]) -> None:
    entry = told(world, of_age(years, code=code))
    assert entry["shown_to"] == entry["notice"]["to"] == readers


def test_a_parent_never_sees_what_is_for_the_youth(world: World) -> None:
    for resource in (youth(), changed(youth(), set_("/end", "2026-12-01T11:00:00+01:00"))):
        entry = told(world, resource)
        assert entry["notice"]["to"] == entry["shown_to"] == ["patient"]


def test_a_parent_does_not_see_a_specialist_appointment_of_a_youth(world: World) -> None:
    assert told(world, of_age(13, make=specialist))["shown_to"] == ["patient"]


def test_nobody_sees_what_says_no_patient(world: World) -> None:
    entry = told(world, station(), drop("/participant/0"), drop("/contained/2"), drop("/supportingInformation/1"))
    assert (entry["shown_to"], entry["notice"]["why"]) == ([], "Ingen kan se timen.")


def test_what_has_begun_is_not_told_and_the_clock_of_the_area_decides(world: World) -> None:
    told(world, station())
    answer = world.client.post("/_sim/areas/a/clock", json={"advance_seconds": 20 * 24 * 3600})
    assert answer.get_json()["now"] == "2026-12-11T09:00:00.000000Z"
    entry = told(world, cancelled())
    assert "passert" in entry["notice"]["why"]
    assert entry["received_at"].startswith("2026-12-11")


def test_a_reminder_needs_a_day(world: World) -> None:
    world.clock.advance(timedelta(days=9, hours=12))
    entry = told(world, station())
    assert (entry["notice"]["given"], entry["reminder"]["given"]) == (True, False)
