"""The clock: it is moved in the test environment, it is put on and back twice a year, and some appointments pass it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

import pytest
from pytest_bdd import given, then, when

from conformance.checks import appointments, clockwork, timebook
from conformance.scene import Scene
from conformance.steps import slots
from conformance.steps.booking import (
    PLACES,
    await_push,
    in_words,
    move,
    pushes_since,
    set_up,
    try_to_set_up,
)
from conformance.steps.judging import confirm, judge
from conformance.steps.slots import Slot, spoken
from conformance.steps.story import Story
from conformance.writing.helsenorge import OSLO

SOONEST: Final = timedelta(days=14)
SPRING, AUTUMN = 3, 10
PAST_FOUR_DAYS: Final = 97


@pytest.fixture
def moved_clock(scene: Scene) -> Iterator[list[int]]:
    """Hours that the EPJ's clock has been moved ahead; it is moved back, also where a person must do it."""
    moved: list[int] = []
    yield moved
    for hours in moved:
        scene.staff.do("pass_time", hours=hours, back=True)


@when("det går mer enn fire døgn")
def time_passes(scene: Scene, story: Story, moved_clock: list[int]) -> None:
    story.begin()
    scene.staff.do("pass_time", hours=PAST_FOUR_DAYS)
    moved_clock.append(PAST_FOUR_DAYS)


@given("pasienten har en time rett før klokken stilles")
def has_one_before_the_change(scene: Scene, story: Story, tidy: None) -> None:
    before, _ = around_the_change(scene)
    set_up(scene, story, story.patient, before)
    story.pushes.append(await_push(scene, story))
    scene.citizen.settle()


@when("en ansatt setter opp en time rett før og en time rett etter at klokken stilles")
def staff_sets_up_around_the_change(scene: Scene, story: Story, tidy: None) -> None:
    before, after = around_the_change(scene)
    set_up(scene, story, story.patient, before)
    mark = story.mark
    set_up(scene, story, story.patient, after, PLACES[1])
    story.mark = mark


@when("en ansatt flytter timen til rett etter at klokken stilles")
def staff_moves_past_the_change(scene: Scene, story: Story) -> None:
    story.begin()
    start = datetime.fromisoformat(story.appointment.start) + timedelta(days=3)
    slot = Slot(_text(start), _text(start + timedelta(minutes=15)))
    move(scene, story, expect_refusal=False, slot=slot)


@when("en ansatt prøver å sette opp en time som begynner før midnatt og slutter etter")
def staff_sets_up_past_midnight(scene: Scene, story: Story, tidy: None) -> None:
    day = datetime.fromisoformat(slots.ahead(scene).start)
    start = day.replace(hour=23, minute=40 + day.minute % 15)
    try_to_set_up(scene, story, Slot(_text(start), _text(start + timedelta(minutes=40))), PLACES[0])


@when("en ansatt prøver å sette opp en time som varer forbi klokkeskiftet om høsten")
def staff_sets_up_past_the_change(scene: Scene, story: Story, tidy: None) -> None:
    night = the_change(scene, AUTUMN)
    start = datetime(night.year, night.month, night.day, 1, 17)  # noqa: DTZ001 local
    try_to_set_up(scene, story, Slot(_text(start), _text(start + timedelta(hours=2))), PLACES[0])


@when("en ansatt prøver å sette opp en time til et klokkeslett som ikke finnes den natten")
def staff_tries_what_is_on_no_clock(scene: Scene, story: Story, tidy: None) -> None:
    night = the_change(scene, SPRING)
    start = datetime(night.year, night.month, night.day, 2, 17)  # noqa: DTZ001 local
    try_to_set_up(scene, story, Slot(_text(start), _text(start + timedelta(minutes=90))), PLACES[0])


@then("får Helsenorge nøyaktig én melding om hver av timene")
def one_message_each(scene: Scene, story: Story) -> None:
    story.pushes += [await_push(scene, story) for _ in story.planned]
    scene.citizen.settle()
    judge(scene, clockwork.one_each(pushes_since(story), story.planned))


@then("får Helsenorge én melding med samme tid og sted, hvis timen ble satt opp")
def one_message_if_taken(scene: Scene, story: Story) -> None:
    """A clinic that has no appointments at night may say no."""
    for planned in story.planned:
        story.pushes.append(await_push(scene, story))
        scene.citizen.settle()
        judge(scene, appointments.exactly_one(pushes_since(story), "05"), story.push)
        judge(scene, appointments.is_as_registered(story.push, planned), story.push)


@then("hver melding har samme tid, sted og ansvarlig enhet som sin time i journalen")
def each_as_registered(scene: Scene, story: Story) -> None:
    for planned, push in clockwork.paired(pushes_since(story), story.planned):
        judge(scene, appointments.is_as_registered(push, planned), push)


@then("meldingen er merket med tidspunktet da den ble sendt")
def says_when_it_was_sent(scene: Scene, story: Story) -> None:
    kept = next(one for one in scene.evidence.record().messages if one.number == story.push.number)
    judge(scene, clockwork.made_when_sent(story.push, kept.time, scene.target.deadlines.answer_seconds), story.push)


@then("bør det Helsenorge får vite, være det samme som timeboken viser")
def told_what_the_timebook_shows(scene: Scene, story: Story) -> None:
    for planned in story.planned:
        push = await_push(scene, story)
        scene.citizen.settle()
        told = appointments.local_time(push.start)
        sentence = f"Timen ({in_words(story)}) står i timeboken {spoken(told)}, som Helsenorge har fått vite."
        holds = partial(timebook.stands, appointment=planned.id, start=told)
        confirm(scene, "TID-02", sentence, "read_appointments", holds, patient=planned.patient)


def around_the_change(scene: Scene) -> tuple[Slot, Slot]:
    """The same time of day on the Friday before and the Monday after the next change of the clock."""
    sunday = min(the_change(scene, SPRING), the_change(scene, AUTUMN))
    drawn = datetime.fromisoformat(slots.ahead(scene).start)
    friday, monday = (
        drawn.replace(year=day.year, month=day.month, day=day.day)
        for day in (sunday - timedelta(days=2), sunday + timedelta(days=1))
    )
    length = timedelta(minutes=15)
    return Slot(_text(friday), _text(friday + length)), Slot(_text(monday), _text(monday + length))


def the_change(scene: Scene, month: int) -> date:
    """The last Sunday of a month, the next time that it is some weeks ahead."""
    now = scene.clock.now().astimezone(OSLO)
    years = (now.year, now.year + 1)
    return next(day for day in (last_sunday(year, month) for year in years) if day > (now + SOONEST).date())


def last_sunday(year: int, month: int) -> date:
    """When the clock is changed, in March and October."""
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
