"""The services of a municipality share an EPJ, and keep what citizens tell each of them apart."""

from __future__ import annotations

from typing import Any, Final

from pytest_bdd import then, when

from conformance.checks.access import is_kept_apart, time_is_kept_apart
from conformance.checks.journal import Written
from conformance.scene import Scene
from conformance.steps.dialog import ensure_taken, marked, send
from conformance.steps.judging import judge
from conformance.steps.story import Story

SCHOOL: Final = "skolehelsetjeneste"


@when("den gravide skriver til jordmor")
def writes_to_the_midwife(scene: Scene, story: Story) -> None:
    story.party_ = scene.writer.party_for("jordmor")
    text, mark = marked(scene, "Jeg har hatt vondt i magen siden i går. Skal jeg være redd?")
    message = scene.writer.enquiry(story.patient, subject="Til jordmor", text=text, party=story.party_)
    send(scene, story, message, Written(message.msg_id, text, mark), None)


@when("en ansatt i skolehelsetjenesten prøver å lese samtalen")
def school_reads_the_thread(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    asked: dict[str, Any] = {"thread": story.sent.thread, "unit": SCHOOL}
    scene.memory["looked"] = scene.staff.do("read_thread", expect_refusal=True, **asked)


@when("en ansatt i skolehelsetjenesten prøver å se timene til den gravide")
def school_reads_the_timebook(scene: Scene, story: Story) -> None:
    asked: dict[str, Any] = {"patient": story.patient.ident, "unit": SCHOOL}
    scene.memory["looked"] = scene.staff.do("read_appointments", expect_refusal=True, **asked)


@then("bør ikke skolehelsetjenesten få lese det som er skrevet til jordmor")
def thread_is_kept_apart(scene: Scene, story: Story) -> None:
    looked = scene.memory["looked"]
    judge(scene, is_kept_apart(looked.outcome, looked.data, story.written))


@then("bør ikke skolehelsetjenesten få se timen hos jordmor")
def time_at_the_midwife_is_kept_apart(scene: Scene, story: Story) -> None:
    looked = scene.memory["looked"]
    judge(scene, time_is_kept_apart(looked.outcome, looked.data, story.appointment.id))
