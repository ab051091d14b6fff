"""Who writes for the patient, and how that changes in the middle of a conversation."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pytest_bdd import given, then, when

from conformance.checks import dialogs
from conformance.checks.dialogs import Signed
from conformance.checks.journal import Acting, Written
from conformance.outcomes import ToolFault
from conformance.scene import Scene
from conformance.steps.dialog import SUBJECT, follow_up, has_written_and_got_an_answer, marked, send
from conformance.steps.judging import confirm, judge
from conformance.steps.story import Letter, Story
from conformance.writing.dialogs import with_phone
from standards.pasientrelasjon import ASSIGNED_POWER, GUARDIAN, POWER_OF_ATTORNEY

PHONE: Final = "tel:+4700000000"
"""A number that nobody has."""


@given("en voksen innbygger og en fullmektig")
def an_adult_and_an_attorney(scene: Scene, story: Story) -> None:
    adult = scene.people.adult()
    story.patient_, story.acting = replace(adult, relation=POWER_OF_ATTORNEY.v), scene.people.unrelated_adult(adult)


@given("forelderen som skrev, har mistet foreldreansvaret")
def represents_no_more(scene: Scene, story: Story) -> None:
    scene.evidence.note(f"{story.acts.given} {story.acts.family} handler ikke lenger for pasienten på Helsenorge.")


@when("den andre forelderen svarer i tråden")
@when("den andre forelderen svarer på den samme meldingen")
def other_parent_follows_up(scene: Scene, story: Story) -> None:
    story.acting = story.other
    follow_up(scene, story)


@given("pasienten selv har skrevet og fått svar")
def patient_has_written(scene: Scene, story: Story) -> None:
    story.other, story.acting = story.acting, None
    has_written_and_got_an_answer(scene, story)


@when("fullmektigen svarer i tråden")
def attorney_follows_up(scene: Scene, story: Story) -> None:
    story.acting = story.other
    follow_up(scene, story)


@when("innbyggeren skriver og har oppgitt telefonnummer")
def writes_with_a_phone_number(scene: Scene, story: Story) -> None:
    text, mark = marked(scene, "Ring meg gjerne om det haster.")
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=story.acting)
    send(scene, story, with_phone(message, PHONE), Written(message.msg_id, text, mark), None)


@when("en verge med D-nummer skriver om barnet")
def guardian_with_d_number_writes(scene: Scene, story: Story) -> None:
    story.acting = scene.people.with_d_number()
    _write_as(scene, story, GUARDIAN.v, "Jeg er ny verge, og lurer på når neste time er.")


@when("en verge som journalen ikke kjenner, svarer i tråden")
def guardian_follows_up(scene: Scene, story: Story) -> None:
    story.acting = scene.people.unrelated_adult(story.patient)
    follow_up(scene, story, relation=GUARDIAN.v)


@when("fullmektigen skriver med en nyere slags fullmakt")
def attorney_of_a_newer_kind(scene: Scene, story: Story) -> None:
    _write_as(scene, story, ASSIGNED_POWER.v, "Kan dere komme litt senere på torsdag?")


@then("journalen viser hvem som skrev hver melding")
def each_writer_is_shown(scene: Scene, story: Story) -> None:
    letters = [_signed(letter, story) for letter in story.letters]
    said = ", og at ".join(f"{_name(letter)} skrev meldingen med «{letter.written.mark}»" for letter in letters)
    confirm(
        scene,
        "JR-04",
        f"Journalen til {story.patient.given} viser at {said}.",
        "read_journal",
        lambda data: dialogs.shows_writers(data, letters),
        patient=story.patient.ident,
    )


@then("svaret nevner ikke den som ikke lenger handler for pasienten")
def former_is_left_out(scene: Scene, story: Story) -> None:
    former = story.letters[0].acts
    if former is None:
        raise ToolFault("Den første meldingen i scenarioet er ikke skrevet på vegne av noen.")
    judge(scene, dialogs.leaves_out(story.answer, former), story.answer)


def _write_as(scene: Scene, story: Story, relation: str, text: str) -> None:
    text, mark = marked(scene, text)
    patient = replace(story.patient, relation=relation)
    message = scene.writer.enquiry(patient, subject=SUBJECT, text=text, acting=story.acting)
    send(scene, story, message, Written(message.msg_id, text, mark), None)


def _signed(letter: Letter, story: Story) -> Signed:
    everybody = dict.fromkeys(one.acts for one in story.letters)
    others: tuple[Acting, ...] = tuple(one for one in everybody if one is not None and one != letter.acts)
    return Signed(letter.written, letter.acts, others)


def _name(letter: Signed) -> str:
    return f"{letter.acting.given} {letter.acting.family}" if letter.acting else "pasienten selv"
