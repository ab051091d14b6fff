"""The clinic offers free times, and citizens search for them and book them (HITS 1217:2018, 3.4.2 and 3.4.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import pytest
from pytest_bdd import given, then, when

from conformance.checks import free_slots
from conformance.outcomes import Outcome, PreconditionMissing, ToolFault
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps import connecting, slots
from conformance.steps.booking import NURSE, PLACES, SUMMARY, TRIES
from conformance.steps.judging import judge
from conformance.steps.slots import Slot, spoken
from conformance.steps.story import Story
from conformance.writing.times import times_of

FIRST_DAY, LAST_DAY = 14, 56
"""How far ahead free times lie: near enough for a clinic that offers them only some months ahead."""
SUNDAY_AHEAD: Final = timedelta(days=35)
LATER: Final = timedelta(days=14)


@dataclass
class Opened:
    """A free time that staff put out; `id` is what the EPJ calls it."""

    id: str
    slot: Slot
    place: str
    open: bool = True


@pytest.fixture
def opened(scene: Scene) -> Iterator[list[Opened]]:
    """The free times of the scenario, taken away at its end where a machine can."""
    kept: list[Opened] = scene.memory.setdefault("opened", [])
    yield kept
    for one in kept:
        _close(scene, one)


@given("helsestasjonen har en ledig time som innbyggere kan bestille")
def has_a_free_slot(scene: Scene, opened: list[Opened], tidy: None) -> None:
    opened.append(_open(scene, _ahead(scene)))


@given("helsestasjonen har en ledig time, og en til to uker senere")
def has_two_free_slots(scene: Scene, opened: list[Opened], tidy: None) -> None:
    first = _open(scene, _ahead(scene))
    opened += [first, _open(scene, _moved(first.slot, LATER))]


@given("helsestasjonen har en ledig time som en ansatt må godkjenne bestillingen av")
def has_a_slot_to_approve(scene: Scene, opened: list[Opened], tidy: None) -> None:
    opened.append(_open(scene, _ahead(scene), approval=True))


@given("helsestasjonen har en ledig time som bare kan bestilles på telefon")
def has_a_slot_for_the_phone(scene: Scene, opened: list[Opened], tidy: None) -> None:
    opened.append(_open(scene, _ahead(scene), must_call=True))


@when("forelderen søker etter ledige timer den dagen")
def searches_that_day(scene: Scene, story: Story) -> None:
    day = datetime.fromisoformat(newest(scene).slot.start).date()
    search(scene, story, day, day)


@when("forelderen søker etter ledige timer i en uke fra den første timen")
def searches_a_week(scene: Scene, story: Story) -> None:
    day = datetime.fromisoformat(all_of(scene)[0].slot.start).date()
    search(scene, story, day, day + timedelta(days=7))


@when("forelderen søker etter ledige timer på en søndag")
def searches_in_vain(scene: Scene, story: Story) -> None:
    day = (scene.clock.now() + SUNDAY_AHEAD).date()
    day += timedelta(days=6 - day.weekday())
    search(scene, story, day, day)


@when("en ansatt stenger den ledige timen")
def staff_closes(scene: Scene) -> None:
    one = newest(scene)
    scene.staff.do("close_slot", slot=one.id, about=spoken(one.slot.start))
    _gone(scene, one)


@then("får forelderen svar med en gang, med den ledige timen")
def is_offered(scene: Scene, story: Story) -> None:
    answer = await_offer(scene, story)
    judge(scene, free_slots.answers_search(answer), answer)
    judge(scene, free_slots.has(answer, all_of(scene)[0].slot.start), answer)


@then("får forelderen svar med en gang om at det ikke er noen ledige timer")
def is_offered_nothing(scene: Scene, story: Story) -> None:
    answer = await_offer(scene, story)
    judge(scene, free_slots.answers_search(answer), answer)
    if free_slots.offered(answer):
        scene.evidence.note("Helsestasjonen har ledige timer også den søndagen, så koden 04 ble ikke prøvd.")


@then("får forelderen svar med en gang, uten den timen")
@then("får forelderen svar med en gang, og kan ikke velge den timen på nett")
def is_not_offered(scene: Scene, story: Story) -> None:
    answer, one = await_offer(scene, story), newest(scene)
    judge(scene, free_slots.answers_search(answer), answer)
    why = "bare kan bestilles på telefon" if one.open else "ikke er ledig"
    judge(scene, free_slots.offers_not(answer, one.slot.start, one.place, why), answer)


@then("alle timene i svaret er i den uken")
def all_within(scene: Scene, story: Story) -> None:
    first, last = scene.memory["period"]
    judge(scene, free_slots.is_within(story.answer, first, last), story.answer)


def search(scene: Scene, story: Story, first: date, last: date) -> None:
    """Send the citizen's search for free times."""
    story.begin()
    scene.memory["period"] = (first, last)
    story.sent_ = scene.citizen.send(times_of(scene).search(story.patient, first, last, acting=story.acting))


def await_offer(scene: Scene, story: Story) -> Inbound:
    """The answer to the search, within the time that a question in real time has."""
    answer = connecting.await_at_once(scene, story, "Svaret på søket etter ledige timer")
    story.answer_ = answer
    return answer


def _ahead(scene: Scene) -> Slot:
    return slots.at(scene.clock.now(), UUID(scene.new_id()).int, FIRST_DAY, LAST_DAY)


def _open(scene: Scene, slot: Slot, **more: Any) -> Opened:
    for _ in range(TRIES):
        params = {"start": slot.start, "end": slot.end, "summary": SUMMARY, "location": PLACES[0], **more}
        result = scene.staff.do("open_slot", expect_refusal=True, practitioner=NURSE, **params)
        if result.outcome == "done":
            one = Opened(str(result.data.get("slot") or spoken(slot.start)), slot, PLACES[0])
            scene.left_behind(f"ledig {slot.start}", f"Den ledige timen {spoken(slot.start)} (i journalen: {one.id}).")
            return one
        slot = _ahead(scene)  # a minute later would still be the same quarter of an hour
    raise PreconditionMissing(f"Journalen nektet å legge ut en ledig time: {result.reason or 'ingen begrunnelse'}.")


def _close(scene: Scene, one: Opened) -> None:
    """Nobody is asked to tidy in the middle of a run: what is left is listed at its end."""
    if not one.open or not scene.staff.automatic:
        return
    try:
        scene.staff.do("close_slot", slot=one.id)
        _gone(scene, one)
    except Outcome as problem:
        scene.evidence.note(f"Den ledige timen {spoken(one.slot.start)} ligger ute: {problem.reason}")


def _gone(scene: Scene, one: Opened) -> None:
    one.open = False
    scene.taken_away(f"ledig {one.slot.start}")


def _moved(slot: Slot, by: timedelta) -> Slot:
    start, end = (datetime.fromisoformat(moment) + by for moment in (slot.start, slot.end))
    return Slot(start.isoformat(timespec="seconds"), end.isoformat(timespec="seconds"))


def all_of(scene: Scene) -> list[Opened]:
    """Every free time of the scenario, in order."""
    found: list[Opened] = scene.memory.get("opened", [])
    if not found:
        raise ToolFault("Et steg trenger en ledig time, men ingen tidligere steg i scenarioet har lagt ut noen.")
    return found


def newest(scene: Scene) -> Opened:
    """The free time that was put out last."""
    return all_of(scene)[-1]
