"""What staff write does not reach the citizen, and they must get to know."""

from __future__ import annotations

from typing import Any, Final

from pytest_bdd import given, then, when

from conformance.checks import answers, appointments, dialogs
from conformance.checks.journal import Written
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps.dialog import (
    STAFF_SUBJECT,
    await_answer,
    ensure_taken,
    keep,
    marked,
    send,
    staff_replies,
    staff_starts,
)
from conformance.steps.judging import confirm, judge, missing
from conformance.steps.story import Story
from conformance.writing.dialogs import with_note
from standards.apprec import error

REASON: Final = "Meldingen kan ikke vises fram fordi den er for gammel"
REFUSED: Final = error("T99", "Annet formatproblem", REASON)
FIRST: Final = "first_message"


@given("Helsenorge avviser den neste meldingen fra journalen, med en forklaring")
def refuses_the_next(scene: Scene) -> None:
    scene.citizen.answer_with(REFUSED)


@when("en ansatt skriver til innbyggeren en gang til")
def staff_writes_again(scene: Scene, story: Story) -> None:
    scene.memory[FIRST] = story.answer
    staff_starts(scene, story, answerable=True)


@when("en ansatt prøver å skrive til innbyggeren en gang til")
def staff_tries_again(scene: Scene, story: Story) -> None:
    story.begin()
    text, mark = marked(scene, "Har du sett det jeg skrev?")
    story.told = Written("", text, mark)
    params: dict[str, Any] = {"subject": STAFF_SUBJECT, "text": text, "answerable": True}
    result = scene.staff.do("start_dialog", expect_refusal=True, patient=story.patient.ident, **params)
    if result.outcome == "refused":
        scene.evidence.note(f"Journalen lot ikke den ansatte skrive: {result.reason or 'ingen begrunnelse'}.")


@when("Helsenorge melder at innbyggeren ikke kan få meldingen")
def helsenorge_cannot_show_it(scene: Scene, story: Story) -> None:
    text, mark = marked(scene, "Meldingen kan ikke vises for innbyggeren.")
    message = scene.writer.follow_up(story.answer, story.patient, text=text, root=story.conversation[0][0])
    message = with_note(message, "26", text)
    send(scene, story, message, Written(message.msg_id, text, mark), story.answer.msg_id)


@when("en ansatt melder at innbyggeren ikke har tilgang til tjenesten")
def staff_gives_no_access(scene: Scene, story: Story) -> None:
    staff_replies(scene, story, "no_access", "Du har ikke tilgang til å skrive til oss her. Ring oss på dagtid.")


@when("innbyggeren slutter på Helsenorge før noen har svart")
def leaves_before_the_answer(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    scene.citizen.answer_as_inactive(story.patient)


@when("en ansatt svarer på meldingen en gang til")
def staff_answers_again(scene: Scene, story: Story) -> None:
    scene.memory[FIRST] = story.answer
    staff_replies(scene, story, "answer", "Her er svaret på nytt: Ja, kom som avtalt.")


@then("sender journalen svaret nøyaktig én gang")
def answer_is_sent_once(scene: Scene, story: Story) -> None:
    await_answer(scene, story)
    scene.citizen.settle()
    given = scene.citizen.messages(lambda message: answers.is_answer_to(message, story.asked))
    judge(scene, answers.is_told_once(given))


@then("sender journalen et nytt svar med en ny meldings-id, på den samme meldingen")
def answer_is_sent_anew(scene: Scene, story: Story) -> None:
    came = await_answer(scene, story)
    judge(scene, [*dialogs.is_another(came, scene.memory[FIRST]), *answers.fits_question(came, story.asked)], came)


@then("sender journalen meldingen nøyaktig én gang")
def is_sent_once(scene: Scene, story: Story) -> None:
    keep(story, _sent(scene, story))
    scene.citizen.settle()
    judge(scene, answers.is_told_once([one for one in story.since() if _is(one, story)]))


@then("sender journalen en ny melding med en ny meldings-id")
def is_sent_anew(scene: Scene, story: Story) -> None:
    came, first = _sent(scene, story), scene.memory[FIRST]
    judge(scene, dialogs.is_another(came, first), came)
    keep(story, came)


@then("skriver ikke journalen mer til innbyggeren")
def nothing_is_sent(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, appointments.stopped_sending([one for one in story.since() if one.kind == "melding"]))


@then("en ansatt kan se hvorfor Helsenorge avviste meldingen")
def reason_is_shown(scene: Scene, story: Story) -> None:
    told = story.told.mark if story.told else ""
    confirm(
        scene,
        "DIA-03",
        f"Transportloggen viser at Helsenorge avviste meldingen med «{told}», med koden T99 og «{REASON}».",
        "read_transport_log",
        lambda data: dialogs.shows_reason(data, REFUSED.v, REASON),
        msg_id=story.answer.msg_id,
    )


@then("en ansatt kan se at Helsenorge avviste meldingen fordi innbyggeren ikke er aktiv")
def inactive_is_shown(scene: Scene, story: Story) -> None:
    told = story.told.mark if story.told else ""
    confirm(
        scene,
        "TL-01",
        f"Transportloggen viser at Helsenorge avviste meldingen med «{told}», med koden E35.",
        "read_transport_log",
        lambda data: dialogs.shows_refusal(data, "E35"),
        msg_id=story.answer.msg_id,
    )


def _sent(scene: Scene, story: Story) -> Inbound:
    what = "Meldingen til innbyggeren"
    return scene.citizen.await_message(lambda one: _is(one, story), what, finding=missing("EK-01", what))


def _is(message: Inbound, story: Story) -> bool:
    marked_so = story.told is not None and story.told.mark in message.text
    return message.kind == "melding" and (marked_so or message.element == "Foresporsel")
