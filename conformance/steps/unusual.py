"""Messages that are unusual, but that no source lets a journal throw away."""

from __future__ import annotations

from typing import Final

from pytest_bdd import given, then, when

from conformance.checks import answers, dialogs, receipts
from conformance.checks.journal import Written, is_filed
from conformance.outcomes import NotVerified, PreconditionMissing
from conformance.scene import Scene
from conformance.steps.dialog import SUBJECT, marked, send
from conformance.steps.judging import confirm, judge
from conformance.steps.story import Story
from conformance.writing.dialogs import as_reminder, in_thread, wanting, with_unknown_code
from standards.hodemelding import Hodemelding
from standards.processes import HELSEPERSONELL

NOBODY: Final = "7999999"
"""An HPR number that nobody has."""


@given("en innbygger som ikke har journal her")
def a_citizen_without_journal(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.without_journal()


@when("innbyggeren skriver i en samtale som journalen ikke kjenner")
def writes_in_an_unknown_thread(scene: Scene, story: Story) -> None:
    text, mark = marked(scene, "Takk, det passer fint for oss.")
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=story.acting)
    strange = in_thread(message, scene.new_id(), scene.new_id())
    _send_broken(scene, story, strange, "Meldingen viser til en samtale som ikke finnes", Written("", text, mark))


@when("innbyggeren skriver til en helsekontakt som journalen ikke kjenner")
def writes_to_an_unknown_contact(scene: Scene, story: Story) -> None:
    text, mark = marked(scene, "Jeg fant dere under helsekontaktene mine.")
    contact = f"kontakt-{scene.new_id()[:8]}"
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=story.acting, sakstype=contact)
    send(scene, story, message, Written(message.msg_id, text, mark), None)


@when("innbyggeren skriver til en helsesykepleier som ikke arbeider her")
def writes_to_an_unknown_nurse(scene: Scene, story: Story) -> None:
    text, mark = marked(scene, "Jeg vil gjerne snakke med henne som var her i fjor.")
    message = scene.writer.enquiry(
        story.patient, subject=SUBJECT, text=text, acting=story.acting, process=HELSEPERSONELL
    )
    send(scene, story, wanting(message, NOBODY), Written(message.msg_id, text, mark), None)


@when("det kommer en melding med en kode som journalen ikke kjenner")
def writes_with_an_unknown_code(scene: Scene, story: Story) -> None:
    text, mark = marked(scene, "Denne meldingen har en ny kode.")
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=story.acting)
    _send_broken(scene, story, with_unknown_code(message), "Koden i TypeForesp er ukjent", Written("", text, mark))


@when("Helsenorge varsler om at innbyggeren ikke har lest svaret")
def reminds_of_what_is_unread(scene: Scene, story: Story) -> None:
    message = scene.writer.follow_up(story.answer, story.patient, acting=story.acting, root=story.conversation[0][0])
    story.begin()
    story.sent_ = scene.citizen.send(as_reminder(message))


@then("bør journalen ta imot meldingen, eller si fra hvorfor ikke")
def is_taken_or_explained(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    came = receipts.about(scene.citizen.received(), story.sent.msg_id, story.sent.message_id)
    judge(scene, dialogs.is_receipted(came))
    judge(scene, dialogs.is_not_refused(came), came[0])
    told = scene.citizen.messages(lambda message: answers.is_answer_to(message, story.asked))
    refused = any(receipts.is_refusal(one) for one in came)
    if not refused and not any(message.code in receipts.BUSINESS_REFUSALS for message in told):
        _is_filed(scene, story)


@then("får innbyggeren vite at meldingen er avvist, eller så står den i en journal på innbyggeren")
def is_refused_or_filed(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    came = receipts.about(scene.citizen.received(), story.sent.msg_id, story.sent.message_id)
    judge(scene, dialogs.is_receipted(came))
    told = scene.citizen.messages(lambda message: answers.is_answer_to(message, story.asked))
    if any(receipts.is_refusal(one) for one in came) or any(one.code in receipts.BUSINESS_REFUSALS for one in told):
        return
    if not _lies_in_the_inbox(scene, story):
        _can_be_shown(scene, story)


@then("bør journalen ta imot varselet")
def reminder_is_taken(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    came = receipts.about(scene.citizen.received(), story.sent.msg_id, story.sent.message_id)
    judge(scene, [*dialogs.is_receipted(came), *dialogs.is_not_refused(came)])


def _lies_in_the_inbox(scene: Scene, story: Story) -> bool:
    if not (scene.staff.automatic and scene.staff.can("read_inbox")):
        return False
    if dialogs.is_unread(scene.journal.read("read_inbox"), story.sent.thread) is not None:
        return False
    scene.evidence.note("Meldingen ligger i innboksen.")
    return True


def _can_be_shown(scene: Scene, story: Story) -> None:
    try:
        _is_filed(scene, story)
    except PreconditionMissing as refused:
        raise NotVerified(f"Journalen tok imot meldingen, men viser den ikke: {refused.reason}") from refused


def _is_filed(scene: Scene, story: Story) -> None:
    confirm(
        scene,
        "JR-06",
        f"Journalen til {story.patient.given} har meldingen med «{story.written.mark}».",
        "read_journal",
        lambda data: is_filed(data, story.written),
        patient=story.patient.ident,
    )


def _send_broken(scene: Scene, story: Story, message: Hodemelding, fault: str, written: Written) -> None:
    story.begin()
    story.fault = fault
    story.sent_ = scene.citizen.send_raw(message.to_xml(), scene.writer.envelope(message), fault=fault)
    story.written_ = Written(message.msg_id, written.text, written.mark)
    scene.left_behind(f"tråd {message.msg_id}", f"Meldingen «{SUBJECT}» (ref {written.mark}).", story.patient)
