"""Files that citizens and nurses attach: several, big, oddly named, empty, locked, infected or mislabelled."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Final

from pytest_bdd import then, when

from conformance.checks import files
from conformance.checks.journal import Written
from conformance.outcomes import NotVerified
from conformance.scene import Scene
from conformance.steps import samples_of_files as samples
from conformance.steps.dialog import SUBJECT, marked, send, staff_replies, write
from conformance.steps.judging import judge
from conformance.steps.long_texts import LONGEST_SUBJECT
from conformance.steps.samples import PDF_FILE, PICTURE
from conformance.steps.story import Story
from standards.attachments import Attachment

ANSWER_FILES: Final = (PDF_FILE, PICTURE)


@when("innbyggeren legger ved tre filer av hver sin type")
def attaches_three(scene: Scene, story: Story) -> None:
    write(scene, story, "Her er bildet, tegningen og brevet.", PICTURE, samples.drawing(), PDF_FILE)


@when("innbyggeren legger ved en fil med uvanlige tegn i beskrivelsen")
def attaches_oddly_named(scene: Scene, story: Story) -> None:
    write(scene, story, "Her er bildet.", samples.oddly_named())


@when("innbyggeren fyller ut alle feltene og legger ved et bilde")
def fills_in_everything(scene: Scene, story: Story) -> None:
    text, mark = marked(scene, "Her er alt vi vet. Bildet er fra i går.")
    message = scene.writer.enquiry(
        story.patient, subject=LONGEST_SUBJECT, text=text, acting=story.acting, attachments=(PICTURE,)
    )
    send(scene, story, message, Written(message.msg_id, text, mark, (PICTURE,)), None)


@when("innbyggeren svarer i tråden og legger ved et bilde")
def attaches_in_the_thread(scene: Scene, story: Story) -> None:
    text, mark = marked(scene, "Her er bildet dere ba om.")
    root = story.conversation[0][0]
    message = scene.writer.follow_up(
        story.answer, story.patient, text=text, acting=story.acting, attachments=(PICTURE,), root=root
    )
    send(scene, story, message, Written(message.msg_id, text, mark, (PICTURE,)), story.answer.msg_id)


@when("innbyggeren legger ved en fil på flere megabyte")
def attaches_big(scene: Scene, story: Story) -> None:
    _attach(scene, story, samples.big(), "Vedlegget er på flere megabyte")


@when("innbyggeren legger ved en tom fil")
def attaches_empty(scene: Scene, story: Story) -> None:
    _attach(scene, story, samples.empty(), "Vedlegget er på 0 byte")


@when("innbyggeren legger ved en ufarlig fil som virusvern stanser")
def attaches_test_virus(scene: Scene, story: Story) -> None:
    _attach(scene, story, samples.test_virus(), "Vedlegget er prøvefilen som alle virusvern kjenner (EICAR)")


@when("innbyggeren legger ved et dokument med passord")
def attaches_locked(scene: Scene, story: Story) -> None:
    _attach(scene, story, samples.locked(), "Vedlegget er en PDF med passord")


@when("innbyggeren legger ved et bilde som sier at det er et dokument")
def attaches_mislabelled(scene: Scene, story: Story) -> None:
    _attach(scene, story, samples.mislabelled(), "Vedlegget sier at det er PDF, men er PNG")


@when("en ansatt svarer og legger ved et dokument og et bilde")
def staff_attaches(scene: Scene, story: Story) -> None:
    if not scene.staff.automatic:
        raise NotVerified("Filene som skal legges ved, lages av testbenken, og kan bare gis til en maskin.")
    enclosed = [
        {
            "mime_type": file.mime_type,
            "description": file.description,
            "content_b64": base64.b64encode(file.content).decode("ascii"),
        }
        for file in ANSWER_FILES
    ]
    staff_replies(scene, story, "answer", "Her er brosjyren og veksttabellen.", attachments=enclosed)


@then("vedleggene i svaret er uendret")
def answer_has_the_files(scene: Scene, story: Story) -> None:
    judge(scene, files.carries(story.answer, ANSWER_FILES), story.answer)


def _attach(scene: Scene, story: Story, file: Attachment, what: str) -> None:
    """Send a file that our own rules may not let through."""
    text, mark = marked(scene, "Se på vedlegget når dere har tid.")
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=story.acting, attachments=(file,))
    story.begin()
    story.fault = what
    story.sent_ = scene.citizen.send_raw(message.to_xml(), scene.writer.envelope(message), fault=what)
    story.written_ = replace(Written(message.msg_id, text, mark), attachments=(file,))
    scene.left_behind(f"tråd {message.msg_id}", f"Meldingen «{SUBJECT}» (ref {mark}).", story.patient)
