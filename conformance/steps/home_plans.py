"""Home care plans visits and says who comes; what a scenario plans ends with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from pytest_bdd import given

from conformance.outcomes import Outcome, ToolFault
from conformance.persons import HOME_CARE
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps import slots
from conformance.steps.slots import spoken
from conformance.steps.story import Story
from conformance.writing.helsenorge import OSLO

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson

SUMMARY: Final = "Morgenstell"
DAYS: Final = 13
"""How many days a plan goes on after its first visit."""
SEEN: Final = 7
"""How many days of it a calendar must at least show: no source says how far ahead one goes."""
LENGTH: Final = timedelta(minutes=30)
WINDOW: Final = timedelta(hours=3)
MONDAY, THURSDAY = 0, 3
NURSES: Final = ("Turid Fagertun", "Ánde Čáhcesuolu")
SUBSTITUTE: Final = "Bjørg Ærlandsøy"
BY_US, NOT_HOME = "Avlyst av tjeneste", "Avlyst - ikke hjemme"


@dataclass(frozen=True)
class Plan:
    """A series of visits as staff planned it; times are local without zone."""

    id: str
    person: TestPerson
    starts: tuple[str, ...]
    other_days: tuple[str, ...]
    """The same time of day on the days between that have no visit."""
    length: timedelta

    def near(self, starts: tuple[str, ...]) -> tuple[str, ...]:
        """Those of some visits that are so near that a calendar must show them."""
        first = datetime.fromisoformat(self.starts[0]).date()
        return tuple(one for one in starts if (datetime.fromisoformat(one).date() - first).days < SEEN)

    def end_of(self, start: str) -> str:
        """When the visit that begins then ends."""
        return (datetime.fromisoformat(start) + self.length).isoformat()


@dataclass
class Home:
    """What the steps of one scenario remember about visits."""

    plans: list[Plan] = field(default_factory=list)
    confirmed: dict[str, str] = field(default_factory=dict)
    """Start of a visit → its id in the EPJ."""
    who: tuple[str, ...] = ()
    """Who comes to the visit that was confirmed."""
    replaced: tuple[str, ...] = ()
    pauses: list[tuple[TestPerson, str]] = field(default_factory=list)
    gone: tuple[str, ...] = ()
    """Visits that the calendar is no longer to show."""
    back: tuple[str, ...] = ()
    """Visits that it is to show again."""
    reason: str = ""
    cancelled: str = ""
    """When the visit begins that somebody cancels."""
    looks: list[Inbound] = field(default_factory=list)
    """The calendars that were answered with, in order."""

    @property
    def plan(self) -> Plan:
        """The first plan of the scenario."""
        if not self.plans:
            raise ToolFault("Et steg trenger en plan for hjemmebesøk, men ingen tidligere steg har laget den.")
        return self.plans[0]

    @property
    def visit(self) -> str:
        """When the confirmed visit begins."""
        if not self.confirmed:
            raise ToolFault("Et steg trenger et bekreftet besøk, men ingen tidligere steg har bekreftet det.")
        return next(iter(self.confirmed))

    @property
    def look(self) -> Inbound:
        """The newest calendar."""
        if not self.looks:
            raise ToolFault("Et steg trenger kalenderen, men ingen tidligere steg har bedt om den.")
        return self.looks[-1]


@pytest.fixture
def home(scene: Scene) -> Iterator[Home]:
    """The visits of the running scenario; a machine ends what was planned, else it stands in the report."""
    kept = Home()
    yield kept
    if scene.staff.automatic and (kept.plans or kept.pauses):
        _tidy(scene, kept)


@given("en bruker av hjemmetjenesten og to fullmektiger")
def a_user_and_two_attorneys(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.home_care_user(attorneys=2)
    story.acting = scene.people.guardian_of(story.patient)
    story.other = scene.people.guardian_of(story.patient, other_than=story.acting)


@given("to brukere av hjemmetjenesten")
def two_users(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.home_care_user()
    story.other = scene.people.home_care_user()


@given("en voksen uten hjemmetjeneste")
def an_adult_without_home_care(scene: Scene, story: Story) -> None:
    story.patient_ = next(one for one in iter(scene.people.adult, None) if HOME_CARE not in one.traits)


@given("hjemmetjenesten har planlagt et besøk hver dag")
def visits_each_day(scene: Scene, story: Story, home: Home) -> None:
    plan(scene, home, story.patient, _tomorrow(scene))


@given("hjemmetjenesten har planlagt et besøk hver dag hos dem begge")
def visits_at_both(scene: Scene, story: Story, home: Home) -> None:
    plan(scene, home, story.patient, _tomorrow(scene))
    plan(scene, home, story.sibling, datetime.fromisoformat(home.plan.starts[0]) + timedelta(minutes=17))


@given("en annen innbygger har besøk hver dag")
def visits_at_another(scene: Scene, story: Story, home: Home) -> None:
    story.other = scene.people.home_care_user()
    plan(scene, home, story.sibling, _tomorrow(scene))


@given("hjemmetjenesten har planlagt besøk hver mandag og torsdag")
def visits_twice_a_week(scene: Scene, story: Story, home: Home) -> None:
    plan(scene, home, story.patient, _tomorrow(scene), weekdays=(MONDAY, THURSDAY))


@given("hjemmetjenesten har planlagt ett besøk om morgenen og ett om kvelden hver dag")
def visits_twice_a_day(scene: Scene, story: Story, home: Home) -> None:
    first = _tomorrow(scene)
    plan(scene, home, story.patient, first.replace(hour=8))
    plan(scene, home, story.patient, first.replace(hour=20))


@given("hjemmetjenesten har planlagt et besøk i et tidsvindu hver dag")
def visits_in_a_window(scene: Scene, story: Story, home: Home) -> None:
    plan(scene, home, story.patient, _tomorrow(scene), length=WINDOW, minutes=20)


@given("hjemmetjenesten har planlagt et besøk over midnatt hver natt")
def visits_at_night(scene: Scene, story: Story, home: Home) -> None:
    first = _tomorrow(scene)
    plan(scene, home, story.patient, first.replace(hour=23, minute=45 + first.minute % 15))


@given("hjemmetjenesten har planlagt et besøk tidlig hver morgen")
def visits_each_morning(scene: Scene, story: Story, home: Home) -> None:
    plan(scene, home, story.patient, _tomorrow(scene).replace(hour=5))


@given("det første besøket er bekreftet med en ansatt")
def first_confirmed(scene: Scene, home: Home) -> None:
    confirm_visit(scene, home, home.plan.starts[0], NURSES[:1])


@given("et av besøkene er bekreftet med en ansatt")
def confirmed_with_one(scene: Scene, home: Home) -> None:
    confirm_visit(scene, home, home.plan.starts[1], NURSES[:1])


@given("et besøk midt i uken er bekreftet med en ansatt")
def confirmed_in_the_middle(scene: Scene, home: Home) -> None:
    confirm_visit(scene, home, home.plan.starts[3], NURSES[:1])


@given("et av besøkene er bekreftet med to ansatte")
def confirmed_with_two(scene: Scene, home: Home) -> None:
    confirm_visit(scene, home, home.plan.starts[1], NURSES)


@given("brukeren har hatt et besøk i dag")
def has_been_visited(scene: Scene, story: Story, home: Home) -> None:
    now = scene.clock.now().astimezone(OSLO).replace(tzinfo=None, second=0, microsecond=0)
    midnight = now.replace(hour=0, minute=0)
    plan(scene, home, story.patient, max(now - timedelta(minutes=50), midnight))
    confirm_visit(scene, home, home.plan.starts[0], NURSES[:1])


def plan(
    scene: Scene,
    home: Home,
    person: TestPerson,
    first: datetime,
    *,
    weekdays: tuple[int, ...] = (),
    length: timedelta = LENGTH,
    **more: Any,
) -> Plan:
    """Have staff plan visits for two weeks, each day or on some days of the week, and remember which they are."""
    days = [first + timedelta(days=number) for number in range(DAYS + 1)]
    visits = [day for day in days if not weekdays or day.weekday() in weekdays]
    if weekdays:
        more = {**more, "days": ["MO", "TH"]}
    starts = tuple(day.isoformat() for day in visits)
    result = scene.staff.do(
        "plan_visits",
        patient=person.ident,
        summary=SUMMARY,
        start=starts[0],
        end=(visits[0] + length).isoformat(),
        frequency="weekly" if weekdays else "daily",
        last=starts[-1][:10],
        **more,
    )
    others = tuple(day.isoformat() for day in days if day not in visits)
    made = Plan(str(result.data["plan"]), person, starts, others, length)
    scene.left_behind(f"plan {made.id}", f"Hjemmebesøk fra {spoken(starts[0])} til {spoken(starts[-1])}.", person)
    home.plans.append(made)
    return made


def confirm_visit(scene: Scene, home: Home, start: str, employees: tuple[str, ...]) -> None:
    """Have staff say who comes to a visit of the plan."""
    names = list(employees)
    result = scene.staff.do("confirm_visit", about=in_words(home), plan=home.plan.id, start=start, employees=names)
    home.confirmed[start] = str(result.data["appointment"])
    home.who = employees


def _tomorrow(scene: Scene) -> datetime:
    """Tomorrow in working hours, at a minute drawn from a fresh id so that runs do not collide."""
    day = scene.clock.now().astimezone(OSLO).date() + timedelta(days=1)
    clock = datetime.fromisoformat(slots.ahead(scene).start).time()
    return datetime.combine(day, time(clock.hour, clock.minute))


def in_words(home: Home) -> str:
    """The plan as a person finds it."""
    one = home.plan
    return f"{one.person.given} {one.person.family}, besøkene kl. {one.starts[0][11:16]} fra {one.starts[0][:10]}"


def _tidy(scene: Scene, home: Home) -> None:
    """Begin again what was paused, call off what was confirmed, and end the plans."""
    yesterday = (scene.clock.now().astimezone(OSLO).date() - timedelta(days=1)).isoformat()
    try:
        for person, first in home.pauses:
            scene.staff.do("resume_visits", expect_refusal=True, patient=person.ident, first=first)
            scene.taken_away("pause")
        for start in home.confirmed:
            scene.staff.do("cancel_visit", expect_refusal=True, plan=home.plan.id, start=start, reason=BY_US)
        for one in home.plans:
            scene.staff.do("end_visits", plan=one.id, last=yesterday)
            scene.taken_away(f"plan {one.id}")
        if home.confirmed:
            scene.citizen.settle()
    except Outcome as problem:
        scene.evidence.note(f"Planlagte hjemmebesøk står igjen: {problem.reason}")
