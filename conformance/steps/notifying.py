"""Helsenorge tells who is digitally active, and what the EPJ then sends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import pytest
from pytest_bdd import given, parsers, then, when

from conformance.checks import digital, receipts
from conformance.faults import messages as faults
from conformance.outcomes import Outcome, PreconditionMissing
from conformance.scene import Scene
from conformance.steps import slots
from conformance.steps.booking import await_push, pushes_since, set_up
from conformance.steps.dialog import STAFF_SUBJECT
from conformance.steps.judging import confirm, judge, missing
from conformance.steps.persons import report_active
from conformance.steps.refusing import wanted
from conformance.steps.story import Story
from conformance.targets.model import TestPerson
from conformance.writing.helsenorge import OSLO
from standards.identifiers import make_fnr
from standards.processes import DIGITALBRUKER

Away = dict[str, TestPerson]
SOON: Final = (5, 6, 7)
"""Days ahead, so that the appointment still lies ahead when four days have passed."""
SATURDAY: Final = 5
MANY: Final = 4
"""How many become active in a row, as on the first day; enough to see a storm, few enough for a small target."""


@pytest.fixture
def away(scene: Scene) -> Iterator[Away]:
    """Citizens whom Helsenorge has said are not active; they are active again when the scenario ends."""
    gone: Away = {}
    yield gone
    for person in gone.values():
        _bring_back(scene, person)


@given("Helsenorge har meldt at innbyggeren ikke er digitalt aktiv")
def reports_inactive(scene: Scene, story: Story, away: Away) -> None:
    away[story.patient.ident] = story.patient
    report_inactive(scene, story)


@given("innbyggeren har sluttet å bruke Helsenorge uten at journalen vet det")
def left_unnoticed(scene: Scene, story: Story, away: Away) -> None:
    away[story.patient.ident] = story.patient
    scene.citizen.answer_as_inactive(story.patient)


@given("pasienten har en time om noen dager som alt står på Helsenorge")
def has_one_in_some_days(scene: Scene, story: Story, tidy: None) -> None:
    now = scene.clock.now().astimezone(OSLO)
    day = next(day for day in SOON if (now + timedelta(days=day)).weekday() < SATURDAY)
    set_up(scene, story, story.patient, slots.at(now, UUID(scene.new_id()).int, day, day))
    story.pushes.append(await_push(scene, story))
    scene.citizen.settle()


@when("Helsenorge melder at innbyggeren er tilbake")
def reports_back(scene: Scene, story: Story) -> None:
    story.begin()
    report_active(scene, story)
    scene.citizen.settle()


@when("Helsenorge melder en gang til at innbyggeren er digitalt aktiv")
def reports_active_once_more(scene: Scene, story: Story) -> None:
    reports_back(scene, story)


@when("den samme meldingen om digital status kommer to ganger")
def the_same_status_twice(scene: Scene, story: Story) -> None:
    story.begin()
    story.sent_ = scene.citizen.send(scene.writer.digital_status(story.patient, active=True))
    again = faults.resent(story.sent.raw, story.sent.envelope, scene.new_id())
    scene.citizen.send_raw(again.raw, again.envelope, fault=again.fault, about=story.sent)


@when("det kommer en melding om digital status med feil i innholdet")
def broken_status(scene: Scene, story: Story, away: Away) -> None:
    away[story.patient.ident] = story.patient
    good = scene.writer.digital_status(story.patient, active=False)
    wrong = faults.payload_breaks_schema(good.to_xml(), scene.writer.envelope(good))
    story.begin()
    story.fault = wrong.fault
    story.sent_ = scene.citizen.send_raw(wrong.raw, wrong.envelope, fault=wrong.fault)


@when("Helsenorge melder at en innbygger uten journal er digitalt aktiv")
def status_of_a_stranger(scene: Scene, story: Story) -> None:
    story.patient_ = stranger(scene)
    story.begin()
    story.sent_ = scene.citizen.send(scene.writer.digital_status(story.patient, active=True))


@when("Helsenorge melder flere av testpersonene som digitalt aktive, én etter én")
def many_become_active(scene: Scene, story: Story) -> None:
    people = [one for one in scene.target.persons if one.digitally_active and "kan_brukes_opp" not in one.traits]
    story.begin()
    for person in people[:MANY]:
        story.patient_ = person
        scene.people.joins(person)
        report_active(scene, story)


@when("en ansatt prøver å skrive til innbyggeren")
def staff_tries_to_write(scene: Scene, story: Story) -> None:
    story.begin()
    text = "Husk å ta med vaksinekortet på neste time."
    scene.staff.do(
        "start_dialog",
        expect_refusal=True,
        patient=story.patient.ident,
        subject=STAFF_SUBJECT,
        text=text,
        answerable=True,
    )


@when("en ansatt setter opp en time til søskenet")
def staff_sets_up_for_the_sibling(scene: Scene, story: Story, tidy: None) -> None:
    set_up(scene, story, story.sibling, slots.ahead(scene))


@then("sender journalen ingenting til innbyggeren")
def nothing_is_sent(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, digital.kept_silent(one for one in story.since() if one.patient_id == story.patient.ident))


@then("bør journalen ikke sende meldingen")
def message_is_not_sent(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    since = [one for one in story.since() if one.patient_id == story.patient.ident]
    judge(scene, digital.kept_silent(since, "DS-06"))


@then("får innbyggeren ikke beskjed om den samme timen på nytt")
def not_told_again(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, digital.not_told_again(pushes_since(story)))


@then("får innbyggeren høyst én beskjed om timen")
def told_at_most_once(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    told = pushes_since(story)
    scene.evidence.note(f"Journalen sendte {len(told)} melding(er) om timen da innbyggeren kom tilbake.")
    judge(scene, digital.told_at_most_once(told))


@then("får ikke innbyggeren beskjed om at den avlyste timen står")
def called_off_stays_so(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, digital.called_off_is_not_new(pushes_since(story), story.appointment.start))


@then("bør ikke journalen minne om timen selv")
def no_reminder(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, digital.reminds_itself(one for one in story.since() if one.patient_id == story.patient.ident))


@then("får ingen av dem andre meldinger enn om timer de har")
def no_storm(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    came = story.since()
    pushes = [one for one in came if one.kind == "melding" and one.start]
    judge(scene, digital.nothing_out_of_the_blue(one for one in came if one not in pushes))
    judge(scene, digital.told_at_most_once(pushes))


@then("har journalen kvittert for statusmeldingen nøyaktig én gang")
def status_taken_once(scene: Scene, story: Story) -> None:
    receipt = scene.citizen.await_apprec(story.sent, finding=missing("A21", "Kvitteringen for digital status"))
    judge(scene, receipts.is_accepted(receipt), receipt)
    scene.citizen.settle()
    judge(scene, receipts.accepted_once(scene.citizen.receipts_for(story.sent)))


@then("har journalen svart på statusmeldingen nøyaktig én gang")
def status_answered_once(scene: Scene, story: Story) -> None:
    scene.citizen.await_apprec(story.sent, finding=missing("A21", "Kvitteringen for digital status"))
    scene.citizen.settle()
    judge(scene, digital.answered_once(scene.citizen.receipts_for(story.sent)))


@then("personen har fortsatt ingen journal")
def no_journal(scene: Scene, story: Story) -> None:
    person = story.patient
    sentence = f"Det er ikke opprettet noen journal for {person.given} {person.family} ({person.ident})."
    try:
        confirm(scene, "DS-03", sentence, "read_journal", digital.has_no_journal, patient=person.ident)
    except PreconditionMissing as refused:
        scene.evidence.note(f"EPJ-en viser ingen journal: {refused.reason}")


@then(parsers.parse("blir statusmeldingen avvist med kvittering {codes}"))
def status_is_refused(scene: Scene, story: Story, codes: str) -> None:
    finding = missing("A23", f"Avvisningen av meldingen ({story.fault})")
    refusal = scene.citizen.await_refusal(story.sent, finding=finding)
    judge(scene, receipts.refused_with(refusal, wanted(f"med kvittering {codes}"), story.fault), refusal)


def report_inactive(scene: Scene, story: Story) -> None:
    """Tell the EPJ that the citizen has left, and see that it took the message (DIGITALBRUKER, SDAB 2)."""
    sent = scene.citizen.send(scene.writer.digital_status(story.patient, active=False))
    receipt = scene.citizen.await_apprec(sent, finding=missing("A21", "Kvitteringen for digital status"))
    judge(scene, receipts.is_accepted(receipt), receipt)
    scene.citizen.settle()


def _bring_back(scene: Scene, person: TestPerson) -> None:
    if DIGITALBRUKER.code not in scene.target.processes:
        return
    try:
        scene.citizen.answer_as_active(person)
        sent = scene.citizen.send(scene.writer.digital_status(person, active=True))
        scene.citizen.await_apprec(sent)
        scene.citizen.settle()
    except Outcome as problem:
        scene.evidence.note(f"{person.given} kan stå igjen som ikke digitalt aktiv: {problem.reason}")


def stranger(scene: Scene) -> TestPerson:
    """A synthetic adult whom nobody in the target is, another one for each run."""
    known = {one.ident for one in scene.target.persons}
    while True:
        number = int(scene.new_id()[:8], 16)
        born = date(1950 + number % 40, 1 + number % 12, 1 + number % 28)
        try:
            ident = make_fnr(born, number % 500)
        except ValueError:
            continue
        if ident not in known:
            break
    person = TestPerson("ukjent", ident, "Ukjent", "Unni", born, "voksen", (), "", digitally_active=True)
    scene.people.joins(person)
    return person
