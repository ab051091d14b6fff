"""Two cancellations at a time: of two appointments, or of one by both parents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pytest_bdd import given, then, when

from conformance.checks import answers, appointments, timebook
from conformance.checks.answers import Asked
from conformance.checks.appointments import Planned
from conformance.outcomes import ToolFault
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps import slots
from conformance.steps.booking import PLACES, await_push, set_up
from conformance.steps.cancelling import cancel, known
from conformance.steps.dialog import ensure_taken
from conformance.steps.judging import confirm, judge, missing
from conformance.steps.slots import spoken
from conformance.steps.story import Story
from conformance.writing.helsenorge import AppointmentRef

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson

MINUTES_APART: Final = 60
ANSWERS: Final = ("08", "09", "26", "30")


@dataclass(frozen=True)
class Request:
    """One of the cancellations, and the appointment it is about."""

    asked: Asked
    planned: Planned
    keys: frozenset[str]


@given("pasienten har to timer samme dag som alt står på Helsenorge")
def has_two_appointments(scene: Scene, story: Story, tidy: None) -> None:
    slot = slots.ahead(scene)
    for place, minutes in zip(PLACES, (0, MINUTES_APART), strict=True):
        set_up(scene, story, story.patient, slots.same_day(slot, minutes), place)
        story.pushes.append(await_push(scene, story))
        scene.citizen.settle()


@when("forelderen avbestiller begge timene")
def cancels_both(scene: Scene, story: Story) -> None:
    pairs = zip(story.planned, story.pushes, strict=True)
    scene.memory["requests"] = [
        _ask(scene, story, AppointmentRef.of(push), story.acting, planned) for planned, push in pairs
    ]


@when("begge foreldrene avbestiller timen")
def both_parents_cancel(scene: Scene, story: Story) -> None:
    ref = known(story)
    scene.memory["requests"] = [
        _ask(scene, story, ref, parent, story.appointment) for parent in (story.acting, story.other)
    ]


@when("en ansatt godtar den første avbestillingen og avslår den andre")
def staff_decides_on_each(scene: Scene, story: Story) -> None:
    first, second = (request.planned for request in _requests(scene))
    about = story.patient.given
    scene.staff.do("accept_cancellation", about=f"{about}, {spoken(first.start)}", appointment=first.id)
    text = "Denne timen bør dere beholde. Ring oss gjerne."
    scene.staff.do("refuse_cancellation", about=f"{about}, {spoken(second.start)}", appointment=second.id, text=text)


@when("en ansatt godtar avbestillingen fra foreldrene hvis den venter")
def staff_accepts_both(scene: Scene, story: Story) -> None:
    """Each request may need a decision of its own; what one decision answers for both is not asked about again."""
    requests = _requests(scene)
    for _ in requests:
        scene.citizen.settle()
        if all(_answers(scene, request) for request in requests):
            scene.evidence.note("Begge avbestillingene er besvart.")
        elif not _accepted(scene, story):
            return


@then("får forelderen kode 08 for den første timen og kode 09 for den andre")
def each_gets_its_answer(scene: Scene) -> None:
    for request, code in zip(_requests(scene), ("08", "09"), strict=True):
        answer = _await(scene, request, f"Svaret {code} på avbestillingen av timen {spoken(request.planned.start)}")
        judge(scene, answers.has_code(answer, (code,)), answer)
        judge(scene, answers.names_appointment(answer, request.keys), answer)


@then("den første timen er avbestilt i journalen, og den andre står")
def first_is_off_and_second_stands(scene: Scene, story: Story) -> None:
    first, second = (request.planned for request in _requests(scene))
    sentence = f"Timen {spoken(first.start)} er avbestilt i timeboken, og timen {spoken(second.start)} står."
    confirm(
        scene,
        "AVT-02",
        sentence,
        "read_appointments",
        lambda data: timebook.is_cancelled(data, first.id) or timebook.stands(data, second.id, second.start),
        patient=story.patient.ident,
    )


@then("får hver av foreldrene ett svar")
def each_parent_gets_an_answer(scene: Scene, story: Story) -> None:
    found = []
    for request in _requests(scene):
        answer = _await(scene, request, "Svaret til hver av foreldrene")
        judge(scene, answers.has_code(answer, ANSWERS), answer)
        found.append(answer)
    story.answer_ = min(found, key=lambda answer: answer.code)
    if len({answer.code for answer in found}) > 1:
        scene.evidence.note(f"Foreldrene fikk hvert sitt svar: {' og '.join(answer.code for answer in found)}.")


def _ask(scene: Scene, story: Story, ref: AppointmentRef, acting: TestPerson | None, planned: Planned) -> Request:
    cancel(scene, story, ref, acting)
    ensure_taken(scene, story)
    push = next(push for push in story.pushes if push.uid == ref.uid)
    return Request(story.asked, planned, appointments.keys_of(push) | {planned.id.lower()})


def _accepted(scene: Scene, story: Story) -> bool:
    planned = story.appointment
    about = f"{story.patient.given}, {spoken(planned.start)}"
    result = scene.staff.do("accept_cancellation", expect_refusal=True, about=about, appointment=planned.id)
    if result.outcome == "refused":
        scene.evidence.note(f"Avbestillingen ventet ikke: {(result.reason or 'ingen begrunnelse').rstrip('.')}.")
    return result.outcome != "refused"


def _requests(scene: Scene) -> list[Request]:
    found = scene.memory.get("requests")
    if not isinstance(found, list):
        raise ToolFault("Et steg trenger to avbestillinger, men ingen tidligere steg i scenarioet har sendt dem.")
    return found


def _answers(scene: Scene, request: Request) -> list[Inbound]:
    return [message for message in scene.citizen.received() if answers.is_answer_to(message, request.asked)]


def _await(scene: Scene, request: Request, what: str) -> Inbound:
    answer = scene.citizen.await_message(
        lambda message: answers.is_answer_to(message, request.asked), what, finding=missing("A14", what)
    )
    scene.citizen.settle()
    judge(scene, answers.is_only_answer(_answers(scene, request)), answer)
    judge(scene, answers.fits_question(answer, request.asked), answer)
    return answer
