"""What staff make of the visits that were planned, and how the night passes."""

from __future__ import annotations

from datetime import datetime, timedelta

from pytest_bdd import when

from conformance.scene import Scene
from conformance.steps.home_plans import BY_US, NOT_HOME, SUBSTITUTE, Home, in_words
from conformance.steps.story import Story
from conformance.writing.helsenorge import OSLO


@when("klokken passerer midnatt")
def midnight_passes(scene: Scene, moved_clock: list[int]) -> None:
    _pass(scene, moved_clock, 24 - scene.clock.now().astimezone(OSLO).hour)


@when("klokken passerer midnatt to ganger")
def two_midnights_pass(scene: Scene, home: Home, moved_clock: list[int]) -> None:
    _pass(scene, moved_clock, 48 - scene.clock.now().astimezone(OSLO).hour)
    home.gone, home.back = home.plan.starts[:1], home.plan.starts[1:]


@when("en ansatt bytter hvem som kommer")
def staff_replaces(scene: Scene, home: Home) -> None:
    visit = home.confirmed[home.visit]
    scene.staff.do("change_employees", about=in_words(home), appointment=visit, employees=[SUBSTITUTE])
    home.replaced, home.who = home.who, (SUBSTITUTE,)


@when("en ansatt setter besøkene på pause fordi brukeren er på sykehus")
def staff_pauses(scene: Scene, story: Story, home: Home) -> None:
    away = home.plan.starts[2:5]
    first, last = away[0][:10], away[-1][:10]
    scene.staff.do("pause_visits", patient=story.patient.ident, first=first, last=last, reason="Innlagt på sykehus")
    scene.left_behind("pause", f"Besøkene er på pause fra {first} til {last}.", story.patient)
    home.pauses.append((story.patient, first))
    home.gone = away
    home.back = home.plan.starts[:2] + home.plan.starts[5:]


@when("brukeren kommer hjem før tiden, og en ansatt starter besøkene igjen")
def staff_resumes(scene: Scene, story: Story, home: Home) -> None:
    away = home.gone
    scene.staff.do("resume_visits", patient=story.patient.ident, first=away[1][:10])
    home.gone, home.back = away[:1], (*home.plan.starts[:2], *away[1:], *home.plan.starts[5:])


@when("en ansatt avslutter besøkene etter tre dager")
def staff_ends(scene: Scene, home: Home) -> None:
    last = home.plan.starts[2][:10]
    scene.staff.do("end_visits", about=in_words(home), plan=home.plan.id, last=last)
    home.gone, home.back = home.plan.starts[3:], home.plan.starts[:3]


@when("en ansatt avslutter besøkene om morgenen")
def staff_ends_mornings(scene: Scene, home: Home) -> None:
    one, other = home.plans
    last = (datetime.fromisoformat(one.starts[0]) - timedelta(days=1)).date().isoformat()
    scene.staff.do("end_visits", about=in_words(home), plan=one.id, last=last)
    home.gone, home.back = one.starts, other.starts


@when("en ansatt avlyser besøket")
def staff_calls_off(scene: Scene, story: Story, home: Home) -> None:
    call_off(scene, story, home, BY_US)


@when("en ansatt registrerer at brukeren ikke var hjemme")
def staff_found_nobody(scene: Scene, story: Story, home: Home) -> None:
    call_off(scene, story, home, NOT_HOME)


@when("en ansatt registrerer at besøket er utført")
def staff_completes(scene: Scene, story: Story, home: Home) -> None:
    _begin(scene, story)
    scene.staff.do("complete_visit", about=in_words(home), appointment=home.confirmed[home.visit])
    home.gone, home.back = (home.visit,), home.plan.starts[1:]


def call_off(scene: Scene, story: Story, home: Home, reason: str) -> None:
    """Have staff call off the visit that was confirmed."""
    _begin(scene, story)
    scene.staff.do("cancel_visit", about=in_words(home), plan=home.plan.id, start=home.visit, reason=reason)
    home.reason, home.gone = reason, (home.visit,)
    home.back = tuple(start for start in home.plan.starts if start != home.visit)


def _begin(scene: Scene, story: Story) -> None:
    """What the EPJ may have told when the visit was confirmed has come, and is not due to what staff do now."""
    scene.citizen.settle()
    story.begin()


def _pass(scene: Scene, moved: list[int], hours: int) -> None:
    """Move the clock of the EPJ; it is moved back when the scenario ends."""
    scene.staff.do("pass_time", hours=hours)
    moved.append(hours)
