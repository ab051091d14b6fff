"""Messages that are out to harm, and texts that only look so."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import pytest
from pytest_bdd import then, when

from conformance.checks import hostile, journal, receipts, transport
from conformance.checks.journal import Written
from conformance.faults import hostile as faults_hostile
from conformance.faults import messages as faults
from conformance.outcomes import NotVerified, ToolFault
from conformance.ports import Sent
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps.dialog import SUBJECT, marked, staff_replies
from conformance.steps.envelopes import wrong
from conformance.steps.judging import confirm, judge
from conformance.steps.refusing import STRANGER
from conformance.steps.samples import PICTURE
from conformance.steps.story import Story
from conformance.targets.model import TestPerson
from conformance.tripwire import Tripwire, laid, within_reach
from standards.attachments import Attachment
from standards.identifiers import make_fnr

CODE: Final = "Hun skrev <script>alert('hei')</script>, <b>fet</b> og &lt;i&gt; ${jndi:ldap://x} {{7*7}} %s %n"
COMMANDS: Final = "Robert'); DROP TABLE pasient;-- og \"O'Brien\" 100 % _ \\n \\\\ '' slutt"
INVISIBLE: Final = "Vi\u00a0kommer\u200b klokka \u202e21\u202c på\u00ad\u2060 fredag\ufeff, takk"
OUTSIDE: Final = "../../../../../../etc/passwd"


@pytest.fixture
def tripwire(scene: Scene) -> Iterator[Tripwire]:
    """An address of ours that must stay silent while the scenario lasts."""
    with laid(f"hemmelig-{scene.new_id()[:8]}") as wire:
        yield wire


@when("det kommer en melding som ber journalen hente en fil")
def asks_for_a_file(scene: Scene, story: Story, tripwire: Tripwire) -> None:
    attack(scene, story, lambda raw, env: faults_hostile.external_entity(raw, env, tripwire.url))


@when("det kommer en melding som ber journalen sette inn et annet dokument")
def asks_for_a_document(scene: Scene, story: Story, tripwire: Tripwire) -> None:
    attack(scene, story, lambda raw, env: faults_hostile.include(raw, env, tripwire.url))


@when("det kommer en melding som viser til et skjema på nettet")
def names_a_schema(scene: Scene, story: Story, tripwire: Tripwire) -> None:
    attack(scene, story, lambda raw, env: faults_hostile.schema_location(raw, env, tripwire.url))


@when("det kommer en melding som viser til et stilark på nettet")
def names_a_stylesheet(scene: Scene, story: Story, tripwire: Tripwire) -> None:
    attack(scene, story, lambda raw, env: faults_hostile.stylesheet(raw, env, tripwire.url))


@when("det kommer en melding som vokser til flere gigabyte når den leses")
def grows(scene: Scene, story: Story) -> None:
    attack(scene, story, faults_hostile.entity_expansion)


@when("det kommer en melding med tusenvis av nivåer inni hverandre")
def is_deep(scene: Scene, story: Story) -> None:
    attack(scene, story, faults_hostile.too_deep)


@when("det kommer en melding der ett felt er på flere hundre tusen tegn")
def is_long(scene: Scene, story: Story) -> None:
    attack(scene, story, faults_hostile.too_long)


@when("innbyggeren skriver en tekst som ligner på programkode")
def writes_code(scene: Scene, story: Story) -> None:
    writes(scene, story, CODE)


@when("innbyggeren skriver en tekst som ligner på kommandoer til en database")
def writes_commands(scene: Scene, story: Story) -> None:
    writes(scene, story, COMMANDS)


@when("innbyggeren skriver en tekst med tegn som ikke synes")
def writes_invisible(scene: Scene, story: Story) -> None:
    writes(scene, story, INVISIBLE)


@when("en ansatt svarer med en tekst som ligner på programkode")
def staff_writes_code(scene: Scene, story: Story) -> None:
    staff_replies(scene, story, "answer", CODE)


@when("innbyggeren legger ved et bilde med et navn som peker ut av mappen")
def names_a_file_outside(scene: Scene, story: Story) -> None:
    writes(scene, story, "Her er et bilde.", replace(PICTURE, description=OUTSIDE))


@when("noen andre på bussen gir seg ut for å være Helsenorge")
def other_envelope(scene: Scene, story: Story) -> None:
    wrong(scene, story, lambda _, raw, env: faults.sender_differs(raw, env, STRANGER))


@when("en annen enn Helsenorge sender en melding fra innbyggeren")
def stranger(scene: Scene, story: Story) -> None:
    wrong(scene, story, lambda _, raw, env: faults_hostile.sent_by_stranger(raw, env, STRANGER))


@when("en som heter det samme, men har et annet fødselsnummer, skriver til helsestasjonen")
def namesake_writes(scene: Scene, story: Story) -> None:
    text, mark = marked(scene, "Jeg har flyttet, og bor i en annen kommune nå.")
    message = scene.writer.enquiry(namesake(scene, story.patient), subject=SUBJECT, text=text)
    story.begin()
    story.fault = "Pasienten har samme navn som en journalen kjenner, men et annet fødselsnummer"
    story.sent_ = scene.citizen.send(message)
    story.written_ = Written(message.msg_id, text, mark)
    scene.left_behind(f"tråd {message.msg_id}", f"Samtalen «{SUBJECT}» (ref {mark}), med en som ikke er testperson.")


@then("blir meldingen avvist, eller tatt imot uten at noe annet skjer")
def is_harmless(scene: Scene, story: Story) -> None:
    came = said(scene, story)
    judge(scene, hostile.answered(came, story.fault))
    if came:
        judge(scene, transport.judged_once(came, story.fault))


@then("får Helsenorge vite én gang om meldingen er mottatt eller avvist")
@then("får legen vite én gang om meldingen er mottatt eller avvist")
def is_judged_once(scene: Scene, story: Story) -> None:
    judge(scene, transport.judged_once(said(scene, story), story.fault))


@then("journalen har ikke hentet noe")
def fetched_nothing(scene: Scene, story: Story, tripwire: Tripwire) -> None:
    scene.citizen.settle()
    judge(scene, hostile.fetched_nothing(tripwire.calls, story.fault))
    confirm(
        scene,
        "SI-01",
        f"Journalen til {story.patient.given} viser ikke «{tripwire.secret}».",
        "read_journal",
        lambda data: hostile.shows_nothing_fetched(data, tripwire.secret),
        patient=story.patient.ident,
    )
    target = scene.target
    if not within_reach(target.transport.address, target.staff.address):
        raise NotVerified(
            "Journalen står ikke på denne maskinen, så testbenken kan ikke se om den henter noe.",
            fix="Kjør prøven på maskinen der journalen leser meldingene.",
        )


@then("står meldingen ordrett i pasientens journal, eller så er den avvist")
def verbatim_or_refused(scene: Scene, story: Story) -> None:
    taken_or_refused(scene, story, "JR-07", journal.stands_verbatim)


@then("kan meldingen leses i pasientens journal, eller så er den avvist")
def readable_or_refused(scene: Scene, story: Story) -> None:
    taken_or_refused(scene, story, "JR-07", readable)


@then("ligger bildet uendret i pasientens journal, eller så er meldingen avvist")
def file_or_refused(scene: Scene, story: Story) -> None:
    digests = {one.mime_type: hashlib.sha256(one.content).hexdigest() for one in story.written.attachments}

    def holds(data: hostile.Data, written: Written) -> str | None:
        return journal.is_filed(data, written) or hostile.keeps_files(data, digests, written)

    taken_or_refused(scene, story, "JR-09", holds)


@then("meldingen er ikke i journalen til den som journalen kjenner")
def not_with_the_namesake(scene: Scene, story: Story) -> None:
    person = story.patient
    sentence = f"Meldingen med «{story.written.mark}» er ikke i journalen til {person.given} ({person.ident})."
    confirm(
        scene,
        "JR-06",
        sentence,
        "read_journal",
        lambda data: journal.is_absent(data, story.written),
        patient=person.ident,
    )


def taken_or_refused(scene: Scene, story: Story, rule: str, holds: hostile.Check) -> None:
    """The message is refused, which is a remark, or the journal has it as the check says."""
    came = said(scene, story)
    judge(scene, transport.judged_once(came, story.fault or "ingenting"))
    no = receipts.turned_down(scene.citizen.messages(), story.sent.msg_id)
    judge(scene, transport.refused_needlessly([*came, *no], "en melding uten feil"))
    if no or not any(receipts.is_positive(message) for message in came):
        return
    sentence = f"Journalen til {story.patient.given} har meldingen slik den ble skrevet: «{story.written.text}»"
    written, patient = story.written, story.patient.ident
    confirm(scene, rule, sentence, "read_journal", lambda data: holds(data, written), patient=patient)


def readable(data: hostile.Data, written: Written) -> str | None:
    """It is there, and what can be seen of it is as it was written."""
    return journal.is_filed(data, written) or hostile.is_readable(data, written)


def said(scene: Scene, story: Story) -> tuple[Inbound, ...]:
    """What the EPJ has said of the message when all is at rest."""
    scene.citizen.settle()
    came = receipts.about(scene.citizen.received(), story.sent.msg_id, story.sent.message_id)
    scene.evidence.note("; ".join(receipts.seen(one) if receipts.is_refusal(one) else "Tatt imot." for one in came))
    return came


def attack(scene: Scene, story: Story, fault: faults_hostile.Attack) -> None:
    """Send an enquiry with something hostile in it; its ids are known although it may not be readable."""
    text, mark = marked(scene, "Kan dere ringe meg?")
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=story.acting)
    envelope = scene.writer.envelope(message)
    bad = fault(message.to_xml(), envelope)
    about = Sent(0, 0, bad.raw, envelope, message.msg_id)
    story.begin()
    story.fault = bad.fault
    sent = scene.citizen.send_raw(bad.raw, bad.envelope, fault=bad.fault, about=about)
    story.sent_ = replace(sent, msg_id=message.msg_id)
    story.written_ = Written(message.msg_id, text, mark)


def writes(scene: Scene, story: Story, text: str, *attachments: Attachment) -> None:
    """Send a faultless enquiry whose text or file looks like something else."""
    text, mark = marked(scene, text)
    acting = story.acting
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=acting, attachments=attachments)
    story.begin()
    story.sent_ = scene.citizen.send(message)
    story.written_ = Written(message.msg_id, text, mark, attachments)
    story.conversation.append((message.msg_id, None))
    scene.left_behind(f"tråd {message.msg_id}", f"Samtalen «{SUBJECT}» (ref {mark}).", story.patient)


def namesake(scene: Scene, person: TestPerson) -> TestPerson:
    """Somebody who has the same name and another synthetic number, and is none of the target's persons."""
    known = {one.ident for one in scene.target.persons}
    born = date(person.birth_date.year, 1, 1) + timedelta(days=40)
    for individual in (*range(100, 500), *range(500, 1000)):
        try:
            ident = make_fnr(born, individual)
        except ValueError:
            continue
        if ident not in known:
            return replace(person, id="navnebror", ident=ident, birth_date=born, guardians=())
    raise ToolFault(f"Fant ikke et ledig nummer for en som er født {born}.")
