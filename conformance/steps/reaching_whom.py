"""Whom a message is for: each of two children, a nurse by name, or one of two services."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pytest_bdd import given, then, when

from conformance.checks import answers, appointments, dialogs
from conformance.checks.journal import Written
from conformance.outcomes import NotVerified
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps.dialog import (
    STAFF_SUBJECT,
    SUBJECT,
    await_answer,
    citizen_writes,
    ensure_taken,
    marked,
    send,
    staff_answers,
)
from conformance.steps.judging import confirm, judge, missing
from conformance.steps.story import Story
from conformance.writing.dialogs import wanting
from standards.processes import HELSEPERSONELL

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson

WRITTEN: Final = "written_to_each"
A_WEEK: Final = 7 * 24
NURSE: Final = "hpr_of_the_nurse"
_HPR: Final = "//*[local-name()='RollerRelatertNotat']//*[local-name()='Ident'][*[local-name()='TypeId']/@V='HPR']/*[1]"


@when("en ansatt skriver om hvert av søsknene")
def staff_writes_about_each(scene: Scene, story: Story) -> None:
    story.begin()
    kept: list[tuple[Written, str]] = []
    for child in (story.patient, story.sibling):
        kept.append((write_about(scene, child), child.ident))
    scene.memory[WRITTEN] = kept


@then("får innbyggeren én melding om hvert barn, på rett barn")
def one_each_on_the_right_child(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    for written, ident in scene.memory[WRITTEN]:
        what = f"Meldingen med «{written.mark}»"
        came = scene.citizen.await_message(partial(_has, written), what, finding=missing("EK-01", what))
        judge(scene, [*appointments.is_about(came, ident), *answers.says(came, written.text)], came)


@given("innbyggeren har spurt en helsesykepleier og fått svar")
def has_asked_a_nurse(scene: Scene, story: Story) -> None:
    _asks_a_nurse(scene, story, "")
    staff_answers(scene, story)
    hpr = await_answer(scene, story).text_at(_HPR)
    if not hpr:
        raise NotVerified("Svaret viser ikke HPR-nummeret til den som svarte, så innbyggeren kan ikke velge henne.")
    scene.memory[NURSE] = hpr


@when("innbyggeren skriver til helsesykepleieren som svarte")
def writes_to_the_nurse(scene: Scene, story: Story) -> None:
    story.conversation = []
    _asks_a_nurse(scene, story, scene.memory[NURSE])


@then("bør meldingen ligge på listen hennes eller på felleslisten")
def lies_on_her_list(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    confirm(
        scene,
        "DIA-09",
        f"Meldingen med «{story.written.mark}» ligger ulest på listen til den som svarte sist, eller på felleslisten.",
        "read_inbox",
        partial(dialogs.lies_with, thread=story.sent.thread, hpr=scene.memory[NURSE]),
    )


@when("det går en uke uten at noen leser meldingen")
def a_week_goes_by(scene: Scene, story: Story, moved_clock: list[int]) -> None:
    ensure_taken(scene, story)
    scene.citizen.settle()
    scene.staff.do("pass_time", hours=A_WEEK)
    moved_clock.append(A_WEEK)


@then("bør flere enn henne se at meldingen ligger ulest")
def others_see_it_too(scene: Scene, story: Story) -> None:
    confirm(
        scene,
        "DIA-08",
        f"Flere enn den som svarte sist, ser at meldingen med «{story.written.mark}» ligger ulest.",
        "read_inbox",
        partial(dialogs.lies_with_others, thread=story.sent.thread, hpr=scene.memory[NURSE]),
    )


@when("innbyggeren skriver til skolehelsetjenesten også")
def writes_to_school_too(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    story.conversation, story.party_ = [], scene.writer.party_for("skolehelsetjeneste")
    citizen_writes(scene, story)
    ensure_taken(scene, story)


def _asks_a_nurse(scene: Scene, story: Story, hpr: str) -> None:
    text, mark = marked(scene, "Kan jeg få snakke med deg om søvn?")
    message = scene.writer.enquiry(
        story.patient, subject=SUBJECT, text=text, acting=story.acting, process=HELSEPERSONELL
    )
    send(scene, story, wanting(message, hpr) if hpr else message, Written(message.msg_id, text, mark), None)


def _has(written: Written, message: Inbound) -> bool:
    return written.mark in message.text


def write_about(scene: Scene, child: TestPerson) -> Written:
    """Have staff write to whoever acts for a child."""
    text, mark = marked(scene, f"{child.given} skal ha med vaksinekortet.")
    params: dict[str, Any] = {"subject": STAFF_SUBJECT, "text": text, "answerable": True}
    scene.staff.do("start_dialog", patient=child.ident, **params)
    scene.left_behind(f"tråd {mark}", f"Samtalen «{STAFF_SUBJECT}» (ref {mark}).", child)
    return Written("", text, mark)
