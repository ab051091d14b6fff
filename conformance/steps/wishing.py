"""Parents, and grown-ups for themselves, wish for a time in their own words (TIMEONSKE; HITS 1217:2018, 3.5)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest
from pytest_bdd import given, then, when

from conformance.checks import answers, cancellations, wishes
from conformance.checks.answers import Asked
from conformance.checks.appointments import Planned
from conformance.checks.free_slots import is_only_answer
from conformance.checks.journal import Written
from conformance.faults import messages as faults
from conformance.outcomes import Outcome
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps import slots
from conformance.steps.booking import PLACES, SUMMARY, keep_planned
from conformance.steps.dialog import ensure_taken, marked
from conformance.steps.judging import confirm, judge, missing
from conformance.steps.story import Story
from conformance.steps.wishing_alone import about, answers_given, wish_id
from conformance.writing.helsenorge import AppointmentRef
from conformance.writing.times import times_of

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson
    from standards.hodemelding import Hodemelding

WISH: Final = "Vi vil gjerne ha en time til vekt og lengde, helst en formiddag."


@pytest.fixture
def answered(scene: Scene) -> Iterator[None]:
    """Leave no wish unanswered behind where a machine can say no to it; else what is left is listed."""
    yield
    if not scene.staff.automatic:
        return
    for patient, written in scene.memory.get("wishes", ()):
        _say_no(scene, patient, written)


@given("forelderen har ønsket seg en time og fått den")
def has_got_a_time(scene: Scene, story: Story, tidy: None, answered: None) -> None:
    parent_wishes(scene, story, answered)
    staff_grants(scene, story, tidy)
    gets_the_time(scene, story)
    scene.citizen.settle()


@when("forelderen ønsker seg en time")
@when("innbyggeren ønsker seg en time")
def parent_wishes(scene: Scene, story: Story, answered: None) -> None:
    wish(scene, story, story.acting)


@when("det samme ønsket fra forelderen kommer to ganger")
def the_same_wish_twice(scene: Scene, story: Story, answered: None) -> None:
    parent_wishes(scene, story, answered)
    again = faults.resent(story.sent.raw, story.sent.envelope, scene.new_id())
    scene.citizen.send_raw(again.raw, again.envelope, fault=again.fault, about=story.sent)


@when("det kommer et ønske fra forelderen med feil i innholdet")
def broken_wish(scene: Scene, story: Story) -> None:
    message, story.written_ = _wish(scene, story, story.acting)
    wrong = faults.payload_breaks_schema(message.to_xml(), scene.writer.envelope(message))
    story.begin()
    story.fault = wrong.fault
    story.sent_ = scene.citizen.send_raw(wrong.raw, wrong.envelope, fault=wrong.fault)


@when("begge foreldrene ønsker seg en time til barnet")
def both_parents_wish(scene: Scene, story: Story, answered: None) -> None:
    both: list[tuple[Asked, str]] = []
    for parent in (story.acting, story.other):
        wish(scene, story, parent)
        ensure_taken(scene, story)
        both.append((story.asked, wish_id(scene, story)))
    scene.memory["both"] = both


@when("en ansatt gir barnet en time")
@when("en ansatt gir innbyggeren en time")
def staff_grants(scene: Scene, story: Story, tidy: None) -> None:
    ensure_taken(scene, story)
    grant(scene, story, wish_id(scene, story))


@when("en ansatt svarer forelderen at det ikke er noen ledig time")
def staff_declines(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    decline(scene, story, wish_id(scene, story))


@when("en ansatt gir time etter det første ønsket og svarer nei på det andre")
def staff_answers_both(scene: Scene, story: Story, tidy: None) -> None:
    (_, first), (_, second) = scene.memory["both"]
    grant(scene, story, first)
    decline(scene, story, second)


@when("forelderen avbestiller timen hun ønsket seg")
def parent_cancels(scene: Scene, story: Story) -> None:
    reason, mark = marked(scene, "Det passer ikke likevel.")
    ref = AppointmentRef.of(story.answer)
    message = times_of(scene).wish_cancelled(ref, story.patient, reason=reason, acting=story.acting)
    story.begin()
    story.sent_, story.written_ = scene.citizen.send(message), Written(message.msg_id, reason, mark)


@then("ser en ansatt ønsket, ordrett og på rett barn")
def staff_see_it(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    confirm(
        scene,
        "JR-07",
        f"Ønsket «{story.written.text}» ligger blant ønskene om time, på {story.patient.given}.",
        "read_wishes",
        partial(wishes.is_seen, written=story.written, patient=story.patient.ident),
        patient=story.patient.ident,
    )


@then("får forelderen timen i svaret på ønsket")
@then("får innbyggeren timen i svaret på ønsket")
def gets_the_time(scene: Scene, story: Story) -> None:
    answer = story.answer_ = await_answer(scene, story.asked, "Svaret på ønsket")
    judge(scene, wishes.is_granted(answer, story.appointment), answer)
    scene.citizen.settle()
    judge(scene, is_only_answer(answers_given(scene, story), "ON-01"), answer)
    story.pushes.append(answer)


@then("får forelderen nei på ønsket, med den ansattes egne ord")
def gets_a_no(scene: Scene, story: Story) -> None:
    answer = story.answer_ = await_answer(scene, story.asked, "Svaret på ønsket")
    judge(scene, wishes.is_declined(answer), answer)
    judge(scene, cancellations.says_what_staff_wrote(answer, story.told.text if story.told else ""), answer)
    scene.citizen.settle()
    judge(scene, is_only_answer(answers_given(scene, story), "ON-01"), answer)


@then("får den første av foreldrene timen, og den andre et nei")
def each_gets_an_answer(scene: Scene, story: Story) -> None:
    (first, _), (second, _) = scene.memory["both"]
    granted = story.answer_ = await_answer(scene, first, "Svaret på det første ønsket")
    judge(scene, wishes.is_granted(granted, story.appointment), granted)
    declined = await_answer(scene, second, "Svaret på det andre ønsket")
    judge(scene, wishes.is_declined(declined), declined)


def wish(scene: Scene, story: Story, acting: TestPerson | None) -> None:
    """Send a wish that can be found again."""
    message, written = _wish(scene, story, acting)
    story.begin()
    story.sent_, story.written_ = scene.citizen.send(message), written
    scene.left_behind(f"ønske {written.mark}", f"Et ønske om time (ref {written.mark}).", story.patient)
    scene.memory.setdefault("wishes", []).append((story.patient.ident, written))


def grant(scene: Scene, story: Story, which: str) -> None:
    """Have staff give a time for a wish."""
    slot = slots.ahead(scene)
    params: dict[str, Any] = {"start": slot.start, "end": slot.end, "summary": SUMMARY, "location": PLACES[0]}
    result = scene.staff.do("grant_wish", wish=which, about=about(story), **params)
    owners = frozenset(party.her_id for party in scene.target.parties)
    booked = str(result.data.get("appointment") or "uten id")
    keep_planned(scene, story, Planned(booked, story.patient.ident, slot.start, slot.end, PLACES[0], owners))


def decline(scene: Scene, story: Story, which: str) -> None:
    """Have staff say no to a wish, in words."""
    text, mark = marked(scene, "Vi har ingen ledige timer før jul. Kom innom «åpen dag» på torsdag.")
    story.told = Written("", text, mark)
    scene.staff.do("decline_wish", wish=which, text=text, about=about(story))


def await_answer(scene: Scene, asked: Asked, what: str) -> Inbound:
    """The answer to a wish, in its own thread."""
    answer = scene.citizen.await_message(
        lambda message: answers.is_answer_to(message, asked), what, finding=missing("ON-01", what)
    )
    judge(scene, answers.fits_question(answer, asked), answer)
    return answer


def _say_no(scene: Scene, patient: str, written: Written) -> None:
    try:
        for one in wishes.of(scene.journal.read("read_wishes", patient=patient), written):
            if one.get("decision") == "waiting":
                scene.staff.do("decline_wish", wish=str(one["id"]), text="Prøven er over.")
        scene.citizen.settle()
        scene.taken_away(f"ønske {written.mark}")
    except Outcome as problem:
        scene.evidence.note(f"Ønsket med ref {written.mark} står ubesvart: {problem.reason}")


def _wish(scene: Scene, story: Story, acting: TestPerson | None) -> tuple[Hodemelding, Written]:
    text, mark = marked(scene, WISH)
    message = times_of(scene).wish(story.patient, text=text, acting=acting)
    return message, Written(message.msg_id, text, mark)
