"""Users of home care and their attorneys write to it, and it writes to them (messages of Digihelse)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_bdd import then, when

from conformance.checks import journal
from conformance.checks.journal import Acting, Written
from conformance.scene import Scene
from conformance.steps.dialog import SUBJECT, ensure_taken, marked, send
from conformance.steps.judging import confirm
from conformance.steps.story import Story
from conformance.writing.visits import HOME_CARE

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson

FIRST: Final = "what the first attorney wrote"


@when("fullmektigen skriver til hjemmetjenesten")
def attorney_writes(scene: Scene, story: Story) -> None:
    _write(scene, story, "Mor sover dårlig om natten. Kan noen se på det i morgen?", story.acting)


@when("den andre fullmektigen skriver til hjemmetjenesten")
def other_attorney_writes(scene: Scene, story: Story) -> None:
    story.acting, story.other = story.other, story.acting
    scene.memory[FIRST] = story.written
    _write(scene, story, "Jeg kommer på besøk søndag og tar med ny resept.", story.acting)


@when("brukeren skriver selv i den samme samtalen")
def user_writes(scene: Scene, story: Story) -> None:
    _follow_up(scene, story, "Nå er det bare jeg som skriver her. Takk for hjelpen.", None)


@when("fullmektigen svarer i samtalen")
def attorney_answers(scene: Scene, story: Story) -> None:
    _follow_up(scene, story, "Takk for beskjed, det passer fint for mor.", story.acting)


@then("viser pasientens journal at brukeren skrev selv")
def user_is_shown(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    herself = Acting(story.patient.ident, story.patient.family, story.patient.given)
    sentence = f"Journalen viser at {story.patient.given} skrev meldingen med «{story.written.mark}» selv."
    confirm(
        scene,
        "JR-04",
        sentence,
        "read_journal",
        lambda data: journal.shows_nobody_acting(data, story.written, herself),
        patient=story.patient.ident,
    )


@then("viser journalen hvem av fullmektigene som skrev hva")
def each_is_shown(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    pairs = ((scene.memory[FIRST], story.sibling), (story.written, story.acts))
    for written, one in pairs:
        acts = Acting(one.ident, one.family, one.given)
        _shows(scene, story, written, acts)


def _shows(scene: Scene, story: Story, written: Written, acts: Acting) -> None:
    sentence = f"Journalen viser at {acts.given} {acts.family} skrev meldingen med «{written.mark}»."
    confirm(
        scene,
        "JR-04",
        sentence,
        "read_journal",
        lambda data: journal.shows_acting(data, written, acts),
        patient=story.patient.ident,
    )


def _write(scene: Scene, story: Story, text: str, acting: TestPerson | None) -> None:
    text, mark = marked(scene, text)
    party = scene.writer.party_for(HOME_CARE)
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=acting, party=party)
    send(scene, story, message, Written(message.msg_id, text, mark), None)


def _follow_up(scene: Scene, story: Story, text: str, acting: TestPerson | None) -> None:
    text, mark = marked(scene, text)
    root = story.conversation[0][0]
    message = scene.writer.follow_up(story.answer, story.patient, text=text, acting=acting, root=root)
    send(scene, story, message, Written(message.msg_id, text, mark), story.answer.msg_id)
