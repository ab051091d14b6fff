"""What lies unread, which service a message is for, and who answered it."""

from __future__ import annotations

from functools import partial

from pytest_bdd import given, then, when

from conformance.checks import dialogs
from conformance.scene import Scene
from conformance.steps.dialog import citizen_writes
from conformance.steps.judging import confirm, judge
from conformance.steps.story import Story


@given("at henvendelsen gjelder helsestasjonen")
def is_about_the_clinic(scene: Scene, story: Story) -> None:
    story.party_ = scene.writer.party_for("helsestasjon")


@given("at henvendelsen gjelder skolehelsetjenesten")
def is_about_school_health(scene: Scene, story: Story) -> None:
    story.party_ = scene.writer.party_for("skolehelsetjeneste")


@given("at henvendelsen gjelder jordmortjenesten")
def is_about_the_midwife(scene: Scene, story: Story) -> None:
    story.party_ = scene.writer.party_for("jordmor")


@when("innbyggeren skriver til tjenesten")
def writes_to_the_service(scene: Scene, story: Story) -> None:
    citizen_writes(scene, story)


@then("meldingen ligger ulest i innboksen")
def lies_unread(scene: Scene, story: Story) -> None:
    confirm(
        scene,
        "DIA-07",
        f"Meldingen med «{story.written.mark}» om {story.patient.given} ligger ulest i innboksen.",
        "read_inbox",
        partial(dialogs.is_unread, thread=story.sent.thread),
    )


@then("ligger ikke meldingen ulest lenger")
def lies_read(scene: Scene, story: Story) -> None:
    confirm(
        scene,
        "DIA-07",
        f"Meldingen med «{story.written.mark}» om {story.patient.given} ligger ikke ulest lenger.",
        "read_inbox",
        partial(dialogs.is_read, thread=story.sent.thread),
    )


@then("svaret kommer fra tjenesten som innbyggeren skrev til")
def comes_from_the_service(scene: Scene, story: Story) -> None:
    judge(scene, dialogs.comes_from(story.answer, story.asked.epj_her_id), story.answer)


@then("svaret kan vise hvem som svarte")
def shows_who_answered(scene: Scene, story: Story) -> None:
    judge(scene, dialogs.is_signed(story.answer), story.answer)
