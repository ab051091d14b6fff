"""Citizen and staff write to each other."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from pytest_bdd import given, parsers, then, when

from conformance.checks import answers, receipts
from conformance.checks.appointments import BETWEEN_SYSTEMS
from conformance.checks.journal import Written
from conformance.dialogs import answer_codes, declared
from conformance.faults import messages as faults
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.staff.adapter import IntentResult
from conformance.steps.judging import judge, missing
from conformance.steps.samples import PDF_FILE, PICTURE
from conformance.steps.story import Letter, Story
from standards.attachments import Attachment
from standards.hodemelding import Hodemelding
from standards.processes import CATALOGUE

LETTERS: Final = (
    "Blåbær, sjøørret og æ-lyd på Ørlandet. Kárášjohka: čáhci, ŋ, đ, ŧ, ž, Š. "
    "«Sitat» – tankestrek, 37,5 °C & <38. 👶🏽💉❤️"
)
SUBJECT: Final = "Spørsmål fra innbygger"
STAFF_SUBJECT: Final = "Beskjed fra helsestasjonen"


@given("innbyggeren har skrevet og fått svar")
def has_written_and_got_an_answer(scene: Scene, story: Story) -> None:
    citizen_writes(scene, story)
    staff_answers(scene, story)
    await_answer(scene, story)


@when("innbyggeren skriver til helsestasjonen")
def citizen_writes(scene: Scene, story: Story) -> None:
    write(scene, story, "Vi lurer på om vi skal komme likevel, det har vært feber siden i går.")


@when("den andre forelderen skriver til helsestasjonen")
def other_parent_writes(scene: Scene, story: Story) -> None:
    story.acting = story.other
    citizen_writes(scene, story)


@when("innbyggeren skriver en tekst med norske og samiske bokstaver og emoji")
def citizen_writes_letters(scene: Scene, story: Story) -> None:
    write(scene, story, LETTERS)


@when("innbyggeren skriver og legger ved et bilde og et PDF-dokument")
def citizen_attaches(scene: Scene, story: Story) -> None:
    write(scene, story, "Her er et bilde av utslettet og brevet fra legen.", PICTURE, PDF_FILE)


@when("innbyggeren svarer i tråden")
def citizen_follows_up(scene: Scene, story: Story) -> None:
    follow_up(scene, story)


@when("den samme meldingen kommer to ganger")
def the_same_twice(scene: Scene, story: Story) -> None:
    citizen_writes(scene, story)
    again = faults.resent(story.sent.raw, story.sent.envelope, scene.new_id())
    scene.citizen.send_raw(again.raw, again.envelope, fault=again.fault, about=story.sent)


@when("en ansatt svarer på meldingen")
def staff_answers(scene: Scene, story: Story) -> None:
    staff_replies(scene, story, "answer", "Ja, kom som avtalt når feberen er borte.")


@when("en ansatt svarer med norske og samiske bokstaver og emoji")
def staff_answers_letters(scene: Scene, story: Story) -> None:
    staff_replies(scene, story, "answer", LETTERS)


@when("en ansatt avviser henvendelsen")
def staff_rejects(scene: Scene, story: Story) -> None:
    staff_replies(scene, story, "reject", "Vi kan ikke svare på dette her. Ring oss.")


@when("en ansatt skriver til innbyggeren, som kan svare")
def staff_writes(scene: Scene, story: Story) -> None:
    staff_starts(scene, story, answerable=True)


@when("en ansatt skriver til innbyggeren, som ikke kan svare")
def staff_writes_one_way(scene: Scene, story: Story) -> None:
    staff_starts(scene, story, answerable=False)


@then("har journalen kvittert én gang for at meldingen er mottatt")
@then("journalen har kvittert én gang for at meldingen er mottatt")
def accepted_once(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    scene.citizen.settle()
    judge(scene, receipts.accepted_once(scene.citizen.receipts_for(story.sent)))


@then(parsers.re(r"får innbyggeren svaret, med (?:kode|en av kodene) (?P<codes>.+)"))
def is_answered(scene: Scene, story: Story, codes: str) -> None:
    answer = await_answer(scene, story)
    judge(scene, answers.has_code(answer, codes_in(codes), "EK-01"), answer)


@then("får innbyggeren svaret på henvendelsen")
def is_answered_as_the_process_says(scene: Scene, story: Story) -> None:
    answer = await_answer(scene, story)
    judge(scene, answers.has_code(answer, answer_codes(CATALOGUE[story.asked.type]), "EK-01"), answer)


@then("svaret gjelder rett pasient og hører til rett melding")
def answer_fits(scene: Scene, story: Story) -> None:
    judge(scene, answers.fits_question(story.answer, story.asked), story.answer)
    scene.citizen.settle()
    given = scene.citizen.messages(lambda message: answers.is_answer_to(message, story.asked))
    judge(scene, answers.is_told_once(given))


@then("svaret er ordrett det den ansatte skrev")
def answer_is_verbatim(scene: Scene, story: Story) -> None:
    judge(scene, answers.says(story.answer, story.told.text if story.told else ""), story.answer)


@then(parsers.parse("får innbyggeren en ny melding med kode {code}, ordrett slik den ble skrevet"))
def gets_a_message(scene: Scene, story: Story, code: str) -> None:
    what = f"En melding til innbyggeren (kode {code})"
    came = scene.citizen.await_message(lambda message: _opens(message, story), what, finding=missing("EK-01", what))
    text = story.told.text if story.told else ""
    processes = [process.code for process in declared(scene.target.processes)]
    judge(scene, answers.opens_thread(came, code, text, STAFF_SUBJECT, processes), came)
    keep(story, came)


@then("innbyggeren får ikke flere meldinger")
def gets_nothing_more(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    came = [message for message in story.since() if message.kind == "melding"]
    judge(scene, answers.is_told_once([message for message in came if message.type not in BETWEEN_SYSTEMS]))


def write(scene: Scene, story: Story, text: str, *attachments: Attachment) -> None:
    """Send an enquiry that can be found again in the journal."""
    text, mark = marked(scene, text)
    message = scene.writer.enquiry(
        story.patient,
        subject=SUBJECT,
        text=text,
        acting=story.acting,
        attachments=attachments,
        party=story.party_,
    )
    send(scene, story, message, Written(message.msg_id, text, mark, attachments), None)


def follow_up(scene: Scene, story: Story, *, relation: str = "") -> None:
    """Send the citizen's answer to staff's latest message; `relation` (7611) is for one who is no parent."""
    text, mark = marked(scene, "Takk for svar. Da kommer vi som avtalt.")
    root = story.conversation[0][0]
    patient = replace(story.patient, relation=relation) if relation else story.patient
    message = scene.writer.follow_up(story.answer, patient, text=text, acting=story.acting, root=root)
    send(scene, story, message, Written(message.msg_id, text, mark), story.answer.msg_id)


def send(scene: Scene, story: Story, message: Hodemelding, written: Written, parent: str | None) -> None:
    """Send a message of the citizen and remember it as part of the thread."""
    story.begin()
    story.sent_ = scene.citizen.send(message)
    story.written_ = written
    story.conversation.append((message.msg_id, parent))
    story.letters.append(Letter(story.sent, written, story.acting, story.patient))
    if parent is None:
        scene.left_behind(f"tråd {message.msg_id}", f"Samtalen «{SUBJECT}» (ref {written.mark}).", story.patient)


def staff_replies(
    scene: Scene, story: Story, outcome: str, text: str, *, expect_refusal: bool = False, **more: Any
) -> IntentResult:
    """Have staff answer the citizen's latest message, once the EPJ has taken it."""
    ensure_taken(scene, story)
    story.told = _told(scene, text)
    about = f"{story.patient.given} {story.patient.family}, meldingen med ref {story.written.mark}"
    params: dict[str, Any] = {"thread": story.sent.thread, "text": story.told.text, "outcome": outcome, **more}
    return scene.staff.do("answer_dialog", expect_refusal=expect_refusal, about=about, **params)


def staff_starts(scene: Scene, story: Story, *, answerable: bool) -> None:
    """Have staff open a thread."""
    story.begin()
    story.told = _told(scene, "Husk å ta med vaksinekortet på neste time.")
    params: dict[str, Any] = {"subject": STAFF_SUBJECT, "text": story.told.text, "answerable": answerable}
    scene.staff.do("start_dialog", patient=story.patient.ident, **params)
    scene.left_behind(f"tråd {story.told.mark}", f"Samtalen «{STAFF_SUBJECT}» (ref {story.told.mark}).", story.patient)


def await_answer(scene: Scene, story: Story) -> Inbound:
    """Staff's answer to the citizen's latest message."""
    what = "Svaret til innbyggeren"
    answer = scene.citizen.await_message(
        lambda message: answers.is_answer_to(message, story.asked), what, finding=missing("MH-08", what)
    )
    keep(story, answer)
    return answer


def keep(story: Story, came: Inbound) -> None:
    """Remember a message from staff as part of the thread."""
    story.answer_ = came
    story.conversation.append((came.msg_id, came.parent or None))


def ensure_taken(scene: Scene, story: Story) -> None:
    """Wait for the receipt of the citizen's latest message, once; a negative one is an error."""
    if story.taken == story.sent.msg_id:
        return
    receipt = scene.citizen.await_apprec(story.sent, finding=missing("A21", "Kvitteringen for meldingen"))
    story.taken = story.sent.msg_id
    judge(scene, receipts.is_accepted(receipt), receipt)


def marked(scene: Scene, text: str) -> tuple[str, str]:
    """The text with a mark of its own, and the mark."""
    mark = mark_of(scene)
    return f"{text} (ref {mark})", mark


def mark_of(scene: Scene) -> str:
    """A few letters and digits that no other message has."""
    return scene.new_id().replace("-", "")[-10:].upper()


def codes_in(text: str) -> tuple[str, ...]:
    """The codes of a step text: `08, 09 eller 26`."""
    return tuple(re.findall(r"[0-9]{2}", text))


def _told(scene: Scene, text: str) -> Written:
    text, mark = marked(scene, text)
    return Written("", text, mark)


def _opens(message: Inbound, story: Story) -> bool:
    marked_so = story.told is not None and story.told.mark in message.text
    return marked_so or (message.patient_id == story.patient.ident and message.element == "Foresporsel")
