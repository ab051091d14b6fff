"""More that a doctor's office writes, and what its system must be able to do with the receipt and the answer."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

from pytest_bdd import given, then, when

from conformance.checks import actors, journal, keeping, receipts
from conformance.checks.journal import Written
from conformance.faults import messages as faults
from conformance.faults import transport as transport_faults
from conformance.faults.messages import Faulty
from conformance.mail.desk import NOT_VALID
from conformance.outcomes import NotApplicable
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps.actors import broken
from conformance.steps.dialog import await_answer, ensure_taken, marked, staff_answers
from conformance.steps.envelopes import one_judgement
from conformance.steps.hostile import namesake
from conformance.steps.judging import confirm, judge
from conformance.steps.refusing import STRANGER
from conformance.steps.samples import PDF_FILE, PICTURE
from conformance.steps.story import Story
from conformance.writing.helsenorge import party_of
from standards.attachments import Attachment
from standards.codes import Ident
from standards.envelope import Envelope
from standards.hodemelding import ConversationRef, Document, Hodemelding
from standards.parties import Party, Unit

EARLIER: Final = "svaret før"
NUMBER: Final = ("mh:Ident/mh:Id",)
NAMES: Final = ("mh:FamilyName", "mh:GivenName")


@given("fastlegens system kan ikke lese det neste svaret")
def cannot_read(scene: Scene) -> None:
    scene.citizen.answer_with(NOT_VALID)


@when("fastlegen skriver og legger ved et bilde og et PDF-dokument")
def attaches(scene: Scene, story: Story) -> None:
    asks(scene, story, "Her er brevet fra sykehuset og et bilde.", files=(PICTURE, PDF_FILE))


@when("fastlegen skriver igjen om det samme")
def writes_again(scene: Scene, story: Story) -> None:
    root = story.sent.thread
    story.conversation.insert(0, (root, None))
    asks(scene, story, "Takk. Da ser jeg ham på fredag.", thread=ConversationRef(story.answer.msg_id, root))
    story.conversation.append((story.sent.msg_id, story.answer.msg_id))


@when("en som heter det samme, men har et annet fødselsnummer, er hos fastlegen, som skriver til helsestasjonen")
def about_a_namesake(scene: Scene, story: Story) -> None:
    known = story.patient
    story.patient_ = namesake(scene, known)
    asks(scene, story, "Kjenner dere denne pasienten?")
    story.patient_ = known
    story.fault = "Pasienten har samme navn som en journalen kjenner, men et annet fødselsnummer"


@when("det kommer en melding fra fastlegen skrevet med det gamle tegnsettet")
def in_latin_1(scene: Scene, story: Story) -> None:
    if not scene.citizen.carries_any_encoding:
        raise NotApplicable("Transporten tar bare imot UTF-8, så et annet tegnsett kan ikke komme fram.")
    unusual(scene, story, transport_faults.in_latin_1)


@when("det kommer en melding fra fastlegen der legen som signerte, også står som avsender")
def is_signed(scene: Scene, story: Story) -> None:
    unusual(scene, story, transport_faults.signed_by)


@when("det kommer en melding fra fastlegen der nummeret på pasienten er tomt")
def empty_number(scene: Scene, story: Story) -> None:
    broken(scene, story, lambda _, raw, env: transport_faults.empty(raw, env, NUMBER, "nummer"))


@when("det kommer en melding fra fastlegen der navnet på pasienten er tomt")
def empty_names(scene: Scene, story: Story) -> None:
    broken(scene, story, lambda _, raw, env: transport_faults.empty(raw, env, NAMES, "navn"))


@when("den samme meldingen fra fastlegen uten nummer på pasienten kommer to ganger")
def faulty_twice(scene: Scene, story: Story) -> None:
    broken(scene, story, lambda _, raw, env: faults.patient_without_number(raw, env))
    again = faults.resent(story.sent.raw, story.sent.envelope, scene.new_id())
    scene.citizen.send_raw(again.raw, again.envelope, fault=again.fault)


@when("det kommer en melding fra fastlegen med både ugyldig meldings-id og uten pasient")
def two_errors(scene: Scene, story: Story) -> None:
    msg_id = f"melding-{scene.new_id()[:8]}"
    broken(scene, story, lambda _, raw, env: transport_faults.two_errors(raw, env, msg_id))


@when("det kommer en melding fra fastlegen til en person som ikke arbeider her")
def unknown_person(scene: Scene, story: Story) -> None:
    here = party_of(scene.writer.default_party())
    ident = Ident.her(STRANGER, person=True)
    nobody = Unit("Per Ukjent", (ident,), person=True, family="Ukjent", given="Per")
    misaddressed(scene, story, Party(here.level1, nobody), "en person som ikke finnes her")


@when("det kommer en melding fra fastlegen til en annen kommune")
def other_municipality(scene: Scene, story: Story) -> None:
    other = Party.service("En annen kommune", f"{int(STRANGER) - 1}", "En annen helsestasjon", STRANGER)
    misaddressed(scene, story, other, "en annen kommune")


@when("en ansatt svarer fastlegen en gang til")
def answers_again(scene: Scene, story: Story) -> None:
    scene.memory[EARLIER] = story.answer
    staff_answers(scene, story)


@when("en ansatt svarer fastlegen og legger ved et PDF-dokument")
def answers_with_a_file(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    text, mark = marked(scene, "Her er vekstkurven.")
    story.told = Written("", text, mark, (PDF_FILE,))
    params: dict[str, Any] = {"thread": story.sent.thread, "text": text, "outcome": "answer"}
    about = f"{story.patient.given} {story.patient.family}, meldingen med ref {story.written.mark}"
    scene.staff.do("answer_dialog", about=about, attachments=[_as_param(PDF_FILE)], **params)


@then("bør meldingen bli avvist, og den skal uansett ikke bli borte")
def is_refused_or_filed(scene: Scene, story: Story) -> None:
    came = one_judgement(scene, story)
    judge(scene, actors.should_be_refused(came, story.fault))
    if any(receipts.is_positive(message) for message in came):
        is_with_the_patient(scene, story)


@then("kan svaret leses i legens system")
def can_be_read(scene: Scene, story: Story) -> None:
    judge(scene, actors.can_be_read(story.answer), story.answer)


@then("svaret har det legen trenger for å føre det på rett pasient")
def can_be_filed(scene: Scene, story: Story) -> None:
    judge(scene, actors.can_be_filed(story.answer, story.patient.ident), story.answer)


@then("svaret har en tekst, og navn og rolle på den det nevner")
def says_who(scene: Scene, story: Story) -> None:
    judge(scene, actors.says_who(story.answer), story.answer)


@then("får fastlegen det nye svaret, med en egen meldings-id")
def are_apart(scene: Scene, story: Story) -> None:
    earlier: Inbound = scene.memory[EARLIER]
    newer = await_answer(scene, story)
    judge(scene, actors.are_apart([earlier, newer]), newer)


@then("dokumentet følger med svaret, uendret")
def has_the_file(scene: Scene, story: Story) -> None:
    judge(scene, actors.has_files(story.answer, story.told.attachments if story.told else ()), story.answer)


@then("kvitteringen nevner ikke legen som signerte")
def clinician_is_left_out(scene: Scene, story: Story) -> None:
    receipt = scene.citizen.receipts_for(story.sent)[0]
    judge(scene, actors.clinician_is_left_out(receipt), receipt)


@then("transportloggen viser at meldingen fra fastlegen er mottatt")
def is_logged(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    msg_id = story.sent.msg_id
    sentence = f"Transportloggen viser at meldingen {msg_id} er mottatt."
    holds = partial(keeping.is_logged, direction="inn")
    confirm(scene, "JR-16", sentence, "read_transport_log", holds, msg_id=msg_id)


@then("transportloggen viser at fastlegen har avvist svaret")
def refusal_is_logged(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    sentence = f"Transportloggen viser at svaret {story.answer.msg_id} ble avvist med {NOT_VALID.v}."
    confirm(
        scene,
        "TL-01",
        sentence,
        "read_transport_log",
        lambda data: journal.shows_negative_receipt(data, NOT_VALID.v),
        msg_id=story.answer.msg_id,
    )


@then("en melding som er tatt imot, står hos rett søsken")
def with_the_right_sibling(scene: Scene, story: Story) -> None:
    came = receipts.about(scene.citizen.received(), story.sent.msg_id, story.sent.message_id)
    if any(receipts.is_positive(message) for message in came):
        is_with_the_patient(scene, story)


def is_with_the_patient(scene: Scene, story: Story) -> None:
    """What was taken stands in the journal of the one it is about."""
    sentence = f"Meldingen med «{story.written.mark}» står i journalen til {story.patient.given}."
    written, patient = story.written, story.patient.ident
    confirm(scene, "JR-06", sentence, "read_journal", lambda data: journal.is_filed(data, written), patient=patient)


def asks(
    scene: Scene, story: Story, text: str, *, files: tuple[Attachment, ...] = (), thread: ConversationRef | None = None
) -> None:
    """Send a message of the doctor's, with files or in a thread."""
    text, mark = marked(scene, text)
    message: Hodemelding = scene.writer.from_actor(story.patient, text=text)
    more = tuple(Document(one, issued=message.gen_date) for one in files)
    message = replace(message, documents=(*message.documents, *more), conversation=thread)
    story.begin()
    story.sent_ = scene.citizen.send(message)
    story.written_ = Written(message.msg_id, text, mark, files)
    scene.left_behind(f"tråd {message.msg_id}", f"Meldingen fra fastlegen (ref {mark}).", story.patient)


def unusual(scene: Scene, story: Story, change: Callable[[bytes, Envelope], Faulty]) -> None:
    """Send a message that is not as most are, and that has no fault."""
    text, mark = marked(scene, "Åse har spist blåbær og sjøørret, og er frisk igjen.")
    good = scene.writer.from_actor(story.patient, text=text)
    odd = change(good.to_xml(), scene.writer.envelope(good))
    story.begin()
    story.fault = odd.fault
    story.sent_ = scene.citizen.send_raw(odd.raw, odd.envelope, fault=odd.fault)
    story.written_ = Written(good.msg_id, text, mark)
    scene.left_behind(f"tråd {good.msg_id}", f"Meldingen fra fastlegen (ref {mark}).", story.patient)


def misaddressed(scene: Scene, story: Story, receiver: Party, what: str) -> None:
    """Send a message that the transport brings here, though the document is to somebody else."""
    if not scene.citizen.can_misaddress:
        raise NotApplicable("Transporten leverer bare til mottakeren som står i dokumentet, så feilen kan ikke oppstå.")
    broken(scene, story, lambda _, raw, env: transport_faults.receiver_is_another(raw, env, receiver, what))


def _as_param(file: Attachment) -> dict[str, str]:
    content = base64.b64encode(file.content).decode()
    return {"mime_type": file.mime_type, "description": file.description, "content_b64": content}
