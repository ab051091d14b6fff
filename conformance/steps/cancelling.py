"""A parent cancels on Helsenorge, and what the EPJ and its staff make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_bdd import parsers, then, when

from conformance.checks import answers, appointments, journal, receipts, timebook
from conformance.checks.appointments import is_push
from conformance.checks.journal import Written
from conformance.faults import messages as faults
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps import slots
from conformance.steps.booking import in_words, move, pushes_since
from conformance.steps.dialog import codes_in, ensure_taken, mark_of
from conformance.steps.judging import confirm, judge, missing
from conformance.steps.story import Story
from conformance.writing.helsenorge import AppointmentRef

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson

REFUSED: Final = ("09", "26", "30")


@when("forelderen avbestiller timen")
@when("forelderen avbestiller timen en gang til")
def parent_cancels(scene: Scene, story: Story) -> None:
    cancel(scene, story, known(story), story.acting)


@when("den andre forelderen avbestiller timen")
def other_parent_cancels(scene: Scene, story: Story) -> None:
    story.acting = story.other
    cancel(scene, story, known(story), story.acting)


@when("forelderen avbestiller en time som ikke finnes")
def cancels_unknown(scene: Scene, story: Story) -> None:
    slot = slots.ahead(scene)
    story.unknown = scene.writer.unknown_appointment(start=slot.start, end=slot.end)
    cancel(scene, story, story.unknown, story.acting)


@when("den samme avbestillingen kommer to ganger")
def the_same_twice(scene: Scene, story: Story) -> None:
    cancel(scene, story, known(story), story.acting)
    again = faults.resent(story.sent.raw, story.sent.envelope, scene.new_id())
    scene.citizen.send_raw(again.raw, again.envelope, fault=again.fault, about=story.sent)


@when("en ansatt godtar avbestillingen")
def staff_accepts(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    scene.staff.do("accept_cancellation", about=in_words(story), appointment=story.appointment.id)


@when("en ansatt avslår avbestillingen med en begrunnelse")
def staff_refuses(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    text = "Barnet bør få vaksinen nå. Ring oss gjerne."
    scene.staff.do("refuse_cancellation", about=in_words(story), appointment=story.appointment.id, text=text)


@when("en ansatt flytter timen mens avbestillingen venter")
def staff_moves_meanwhile(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    move(scene, story, expect_refusal=True)


@when("en ansatt godtar avbestillingen hvis den venter")
def staff_accepts_if_waiting(scene: Scene, story: Story) -> None:
    decide_if_waiting(scene, story, "accept_cancellation")


@then(parsers.parse("svarer journalen på avbestillingen: godtatt (kode {codes})"))
@then(parsers.parse("svarer journalen på avbestillingen: avslått (kode {codes})"))
@then(parsers.parse("svarer journalen på avbestillingen med en av kodene {codes}"))
def is_answered(scene: Scene, story: Story, codes: str) -> None:
    answer = story.answer_ = await_answer(scene, story, f"Svaret på avbestillingen (kode {codes})")
    scene.citizen.settle()
    judge(scene, answers.is_only_answer(answers_to(story)), answer)
    judge(scene, answers.has_code(answer, codes_in(codes)), answer)
    judge(scene, answers.fits_question(answer, story.asked), answer)
    judge(scene, answers.names_appointment(answer, keys_known(story)), answer)


@then("svarer ikke journalen på avbestillingen før en ansatt har tatt stilling")
def not_answered_yet(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    scene.citizen.settle()
    judge(scene, answers.too_early([*answers_to(story), *pushes_since(story)]))


@then("blir avbestillingen ikke bekreftet")
def not_confirmed(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    if not is_refused(scene, story):
        await_answer(scene, story, "Et svar på avbestillingen av en ukjent time")
    for answer in answers_to(story):
        judge(scene, answers.has_code(answer, REFUSED, "AVT-02"), answer)
    pushes = scene.citizen.messages(lambda message: is_push(message, story.patient.ident))
    judge(scene, appointments.nothing_more(pushes, "09"))


@then("journalen har ingen avbestilt time for pasienten fra denne avbestillingen")
def nothing_was_cancelled(scene: Scene, story: Story) -> None:
    start = story.unknown.start if story.unknown else ""
    sentence = f"Timeboken har ingen avbestilt time {slots.spoken(start)} for {story.patient.given}."
    confirm(
        scene,
        "AVT-02",
        sentence,
        "read_appointments",
        lambda data: timebook.none_cancelled_at(data, start),
        patient=story.patient.ident,
    )


@then("journalen bør ikke si at den passerte timen er avbestilt")
def past_one_stands(scene: Scene, story: Story) -> None:
    planned = story.appointment
    sentence = f"Den passerte timen {slots.spoken(planned.start)} står ikke som avbestilt i timeboken."
    confirm(
        scene,
        "AVT-04",
        sentence,
        "read_appointments",
        lambda data: timebook.is_not_cancelled(data, planned.id),
        patient=planned.patient,
    )


@then("Helsenorge får ikke flere meldinger om timen")
def nothing_more(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, appointments.nothing_more(pushes_since(story), story.answer.code))


@then("det forelderen har fått vite, stemmer med timen i journalen")
def told_what_is_true(scene: Scene, story: Story) -> None:
    answer, planned = story.answer, story.appointment
    told = [push.number > answer.number for push in pushes_since(story) if push.code == "07"]
    told = told or [False] * (planned.start == story.push.start)
    confirm(
        scene,
        "AVT-02",
        f"Timeboken stemmer med svaret {answer.code} for timen {slots.spoken(planned.start)}.",
        "read_appointments",
        lambda data: answers.agrees_with_timebook(answer.code, told, data, planned),
        patient=planned.patient,
    )


@then("pasientens journal viser hvorfor timen ble avbestilt")
def reason_is_shown(scene: Scene, story: Story) -> None:
    sentence = f"Journalen til {story.patient.given} viser begrunnelsen «{story.written.text}»."
    confirm(
        scene,
        "A24",
        sentence,
        "read_journal",
        lambda data: journal.shows_text(data, story.written),
        patient=story.patient.ident,
    )


@then("avbestillingen står ikke flere ganger i pasientens journal")
def journaled_once(scene: Scene, story: Story) -> None:
    confirm(
        scene,
        "JR-08",
        f"Avbestillingen med «{story.written.mark}» står ikke mer enn én gang i journalen til {story.patient.given}.",
        "read_journal",
        lambda data: journal.stands_at_most_once(data, story.written),
        patient=story.patient.ident,
    )


@then("pasientens journal viser hvem som avbestilte")
def canceller_is_shown(scene: Scene, story: Story) -> None:
    acts = story.acts
    sentence = f"Journalen til {story.patient.given} viser at {acts.given} {acts.family} avbestilte timen."
    confirm(
        scene,
        "A24",
        sentence,
        "read_journal",
        lambda data: journal.shows_acting(data, story.written, acts),
        patient=story.patient.ident,
    )


def cancel(
    scene: Scene,
    story: Story,
    ref: AppointmentRef,
    acting: TestPerson | None,
    *,
    patient: TestPerson | None = None,
    words: str | None = "Vi er bortreist den dagen.",
) -> None:
    """Send the citizen's cancellation with a reason that can be found again, or without words."""
    mark = mark_of(scene) if words is not None else ""
    reason = None if words is None else f"{words} (ref {mark})"
    message = scene.writer.cancellation(ref, patient or story.patient, reason=reason, acting=acting)
    story.begin()
    story.sent_ = scene.citizen.send(message)
    story.written_ = Written(message.msg_id, reason or "", mark)


def decide_if_waiting(scene: Scene, story: Story, intent: str, **more: Any) -> None:
    """Have staff accept or refuse the cancellation, unless the EPJ has answered it, or says that none waits."""
    scene.citizen.settle()
    if answers_to(story):
        scene.evidence.note("Journalen svarte selv på avbestillingen.")
        return
    if is_refused(scene, story):
        return
    result = scene.staff.do(
        intent, expect_refusal=True, about=in_words(story), appointment=story.appointment.id, **more
    )
    if result.outcome == "refused":
        scene.evidence.note(f"Avbestillingen ventet ikke: {(result.reason or 'ingen begrunnelse').rstrip('.')}.")


def await_answer(scene: Scene, story: Story, what: str) -> Inbound:
    """The business answer to the latest cancellation, once it is taken; the report tells which code it had."""
    ensure_taken(scene, story)
    answer = scene.citizen.await_message(
        lambda message: answers.is_answer_to(message, story.asked), what, finding=missing("A14", what)
    )
    scene.evidence.note(f"Journalen svarte med kode {answer.code}.")
    return answer


def is_refused(scene: Scene, story: Story) -> bool:
    """Whether the EPJ has refused the latest message, with a receipt or on the error queue."""
    came = receipts.about(scene.citizen.received(), story.sent.msg_id, story.sent.message_id)
    refusals = [message for message in came if receipts.is_refusal(message)]
    if refusals:
        scene.evidence.note(receipts.seen(refusals[0]))
    return bool(refusals)


def known(story: Story) -> AppointmentRef:
    """The appointment as Helsenorge was last told; as planned when the EPJ tells nothing about past ones."""
    if story.pushes:
        return AppointmentRef.of(story.pushes[-1])
    planned = story.appointment
    return AppointmentRef(planned.id, planned.start, planned.end, min(planned.owners))


def keys_known(story: Story) -> frozenset[str]:
    """Every id that Helsenorge or staff may know the appointments by."""
    named = (story.unknown.uid, story.unknown.related_to or "") if story.unknown else ()
    told = [key for push in story.pushes for key in appointments.keys_of(push)]
    return frozenset(key.lower() for key in (*named, *told, *(planned.id for planned in story.planned)) if key)


def answers_to(story: Story) -> list[Inbound]:
    """The business answers to the latest message."""
    return [message for message in story.scene.citizen.received() if answers.is_answer_to(message, story.asked)]
