"""Names and numbers: people whose name or number is unusual, and messages that do not say who somebody is."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from pytest_bdd import then, when

from conformance.checks import dialogs, identity, journal, receipts
from conformance.checks.dialogs import is_unread
from conformance.checks.journal import Written
from conformance.faults import identity as faults_of_identity
from conformance.faults import messages as faults
from conformance.outcomes import ToolFault
from conformance.scene import Scene
from conformance.steps.dialog import marked, write
from conformance.steps.judging import confirm, judge
from conformance.steps.refusing import broken
from conformance.steps.story import Story
from conformance.steps.wording import was_refused
from standards.identifiers import make_fnr

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson


@when("det kommer en melding der pasientens navn og nummer er tomme")
def empty_patient(scene: Scene, story: Story) -> None:
    broken(scene, story, lambda _, raw, envelope: faults_of_identity.patient_with_empty_fields(raw, envelope))


@when("det kommer en melding der pasienten har et hjelpenummer fra et sykehus")
def help_number(scene: Scene, story: Story) -> None:
    born = story.patient.birth_date
    broken(scene, story, lambda _, raw, env: faults_of_identity.patient_with_help_number(raw, env, born))


@when("det kommer en melding der pasienten bare har navn, fødselsdato og kjønn")
def no_number_at_all(scene: Scene, story: Story) -> None:
    born = story.patient.birth_date
    broken(scene, story, lambda _, raw, env: faults_of_identity.patient_by_birth_date(raw, env, born))


@when("det kommer en melding der pasientens nummer er tomt")
def empty_number(scene: Scene, story: Story) -> None:
    broken(scene, story, lambda _, raw, envelope: faults_of_identity.patient_with_empty_number(raw, envelope))


@when("det kommer en melding der pasienten har navn, men ikke nummer")
def only_a_name(scene: Scene, story: Story) -> None:
    broken(scene, story, lambda _, raw, envelope: faults.patient_without_number(raw, envelope))


@when("det kommer en melding der avsenderens navn og nummer er tomme")
def empty_sender_fields(scene: Scene, story: Story) -> None:
    broken(scene, story, lambda _, raw, envelope: faults_of_identity.sender_with_empty_fields(raw, envelope))


@when("det kommer en melding der avsenderen er tom")
def empty_sender(scene: Scene, story: Story) -> None:
    broken(scene, story, lambda _, raw, envelope: faults_of_identity.sender_empty(raw, envelope))


@when("det kommer en melding uten avsender")
def no_sender(scene: Scene, story: Story) -> None:
    broken(scene, story, lambda _, raw, envelope: faults_of_identity.sender_removed(raw, envelope))


@when("det kommer en melding med nummeret til det ene barnet og navnet til det andre")
def mixed_up(scene: Scene, story: Story) -> None:
    family, given = story.sibling.family, story.sibling.given
    broken(
        scene,
        story,
        lambda _, raw, envelope: faults_of_identity.patient_named(raw, envelope, family=family, given=given),
    )
    scene.left_behind("blanding", f"Meldingen med ref {story.written.mark}, om den ble tatt imot.", story.patient)


@when("innbyggeren skriver med fødselsnummeret hun nettopp har fått")
def writes_with_a_new_number(scene: Scene, story: Story) -> None:
    story.other = story.patient
    taken = {person.ident for person in scene.target.persons}
    story.patient_ = replace(story.patient, ident=new_number(story.patient.birth_date, taken))
    scene.people.joins(story.patient)
    write(scene, story, "Jeg har fått fødselsnummer nå. Gjelder timen fortsatt?")


@then("blir meldingen avvist, eller så står den på det gamle eller det nye nummeret")
def is_on_either_number(scene: Scene, story: Story) -> None:
    if was_refused(scene, story) or (scene.staff.automatic and _stands_somewhere(scene, story)):
        return
    confirm(
        scene,
        "JR-06",
        f"Meldingen med «{story.written.mark}» står i en journal på {story.patient.given}, på ett av numrene.",
        "read_journal",
        partial(journal.is_filed, written=story.written),
        patient=story.sibling.ident,
    )


@when("innbyggeren skriver om søskenet i samtalen om pasienten")
def writes_of_the_sibling(scene: Scene, story: Story) -> None:
    text, mark = marked(scene, "Lillebror har også fått utslett.")
    root = story.conversation[0][0]
    message = scene.writer.follow_up(story.answer, story.sibling, text=text, acting=story.acting, root=root)
    story.begin()
    story.sent_ = scene.citizen.send(message)
    story.written_ = Written(message.msg_id, text, mark)


@then("blir meldingen avvist, eller så står den bare i søskenets journal")
def is_on_the_sibling_alone(scene: Scene, story: Story) -> None:
    if was_refused(scene, story):
        return
    if scene.staff.automatic and _waits_unplaced(scene, story):
        _stands(scene, story, story.patient, journal.is_absent, "JR-06")
        return
    _stands_with(scene, story, story.sibling, story.patient, "JR-06")


@then("svarer journalen på meldingen, med avvisning eller kvittering")
def is_answered_somehow(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    came = receipts.about(scene.citizen.received(), story.sent.msg_id, story.sent.message_id)
    judge(scene, dialogs.is_receipted(came))
    scene.evidence.note("; ".join(receipts.seen(one) if receipts.is_refusal(one) else "Tatt imot." for one in came))


@then("bør meldingen være avvist, eller bare stå på barnet som har nummeret")
def is_not_on_the_namesake(scene: Scene, story: Story) -> None:
    if was_refused(scene, story):
        return
    _stands_with(scene, story, story.patient, story.sibling, "JR-14")


@then("svaret har pasientens navn slik Helsenorge skrev det")
def name_is_the_same(scene: Scene, story: Story) -> None:
    patient = story.patient
    judge(scene, identity.has_the_name(story.answer, patient.family, patient.given), story.answer)


def _stands_with(scene: Scene, story: Story, owner: TestPerson, other: TestPerson, rule: str) -> None:
    """The message is in the one journal, and not in the other."""
    _stands(scene, story, owner, journal.is_filed, rule)
    _stands(scene, story, other, journal.is_absent, rule)


def _stands(scene: Scene, story: Story, child: TestPerson, check: Callable[..., str | None], rule: str) -> None:
    confirm(
        scene,
        rule,
        f"Meldingen med «{story.written.mark}» {'står' if check is journal.is_filed else 'står ikke'} "
        f"i journalen til {child.given}.",
        "read_journal",
        partial(check, written=story.written),
        patient=child.ident,
    )


def _waits_unplaced(scene: Scene, story: Story) -> bool:
    """Whether somebody has yet to decide whom the message is about: it lies unread, and not with the sibling."""
    if not scene.staff.can("read_inbox") or is_unread(scene.journal.read("read_inbox"), story.sent.thread):
        return False
    kept = scene.journal.read("read_journal", patient=story.sibling.ident)
    return journal.is_filed(kept, story.written) is not None


def _stands_somewhere(scene: Scene, story: Story) -> bool:
    """Whether the message is in the journal under the new number, or still waits for somebody to place it."""
    asked = scene.staff.do("read_journal", expect_refusal=True, patient=story.patient.ident)
    if asked.outcome == "done" and journal.is_filed(asked.data, story.written) is None:
        return True
    return scene.staff.can("read_inbox") and is_unread(scene.journal.read("read_inbox"), story.sent.thread) is None


def new_number(born: date, taken: Collection[str]) -> str:
    """A synthetic number for a birth date, none of those that are taken."""
    for individual in (*range(300, 500), *range(700, 1000)):
        with suppress(ValueError):
            made = make_fnr(born, individual)
            if made not in taken:
                return made
    raise ToolFault(f"Det finnes ikke noe ledig syntetisk nummer for {born}.")
