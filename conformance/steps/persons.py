"""Gitt: who the scenario is about, and whether Helsenorge can reach them."""

from __future__ import annotations

from datetime import date

from pytest_bdd import given, when

from conformance.checks import receipts
from conformance.mail.desk import NOT_VALID
from conformance.scene import Scene
from conformance.steps.judging import judge, missing
from conformance.steps.story import Story
from conformance.writing.helsenorge import OSLO
from standards.processes import DIGITALBRUKER


@given("et barn som hører til helsestasjonen")
def a_child(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.child()


@given("en ungdom som foreldrene ikke lenger handler for")
def a_grown_up_youth(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.grown_up_youth(today(scene))


@given("et barn og en forelder med foreldreansvar")
def a_child_and_a_parent(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.child(guardians=1)
    story.acting = scene.people.guardian_of(story.patient)


@given("et barn og to foreldre med foreldreansvar")
def a_child_and_two_parents(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.child(guardians=2)
    story.acting = scene.people.guardian_of(story.patient)
    story.other = scene.people.guardian_of(story.patient, other_than=story.acting)


@given("to søsken som hører til helsestasjonen")
def two_siblings(scene: Scene, story: Story) -> None:
    story.patient_, story.other = scene.people.sibling_pair()


@given("to søsken og en forelder med foreldreansvar")
def two_siblings_and_a_parent(scene: Scene, story: Story) -> None:
    story.patient_, story.other = scene.people.sibling_pair()
    story.acting = scene.people.guardian_of(story.patient)


@given("en voksen innbygger")
def an_adult(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.adult()


@given("en ungdom på 13 til 15 år")
def a_youth(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.youth(today(scene), 13, 15)


@given("en gravid")
def a_pregnant(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.pregnant()


@given("en bruker av hjemmetjenesten")
def a_home_care_user(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.home_care_user()


@given("en bruker av hjemmetjenesten og en fullmektig")
def a_home_care_user_and_an_attorney(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.home_care_user(attorneys=1)
    story.acting = scene.people.guardian_of(story.patient)


@given("en innbygger med bare ett navn")
def one_name(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.one_name()


@given("en innbygger med samisk navn")
def a_sami_name(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.sami_name()


@given("en innbygger med D-nummer")
def a_d_number(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.with_d_number()


@given("et nyfødt barn og en forelder med foreldreansvar")
def a_newborn(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.newborn(today(scene))
    story.acting = scene.people.guardian_of(story.patient)


@given("en innbygger som har sluttet å bruke Helsenorge")
def a_citizen_who_left(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.inactive_citizen()


@given("Helsenorge har meldt at innbyggeren er digitalt aktiv")
def has_been_reported_active(scene: Scene, story: Story) -> None:
    if DIGITALBRUKER.code in scene.target.processes:
        report_active(scene, story)
    else:
        scene.evidence.note("Journalen har ikke DIGITALBRUKER, så Helsenorge har ikke meldt noe på forhånd.")


@given("Helsenorge svarer fra nå av at innbyggeren ikke er digitalt aktiv")
def answers_not_active(scene: Scene, story: Story) -> None:
    scene.citizen.answer_as_inactive(story.patient)


@given("Helsenorge kan ikke lese den neste meldingen fra journalen")
def cannot_read_the_next(scene: Scene) -> None:
    scene.citizen.answer_with(NOT_VALID)


@when("Helsenorge melder at innbyggeren er digitalt aktiv igjen")
def reports_active_again(scene: Scene, story: Story) -> None:
    scene.citizen.answer_as_active(story.patient)
    report_active(scene, story)
    scene.citizen.settle()  # the EPJ may send what was refused before, and that is not about the next appointment


def today(scene: Scene) -> date:
    """The day in Norway."""
    return scene.clock.now().astimezone(OSLO).date()


def report_active(scene: Scene, story: Story) -> None:
    """Tell the EPJ that the citizen is active, and see that it took the message (DIGITALBRUKER, SDAB 1)."""
    sent = scene.citizen.send(scene.writer.digital_status(story.patient, active=True))
    receipt = scene.citizen.await_apprec(sent, finding=missing("A21", "Kvitteringen for digital status"))
    judge(scene, receipts.is_accepted(receipt), receipt)
