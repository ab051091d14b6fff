"""Several conversations at a time, several messages before an answer, and several who answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pytest_bdd import then, when

from conformance.checks import answers, dialogs, receipts
from conformance.checks.journal import Written, is_filed
from conformance.dialogs import answer_codes
from conformance.faults.messages import Faulty
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps.dialog import (
    SUBJECT,
    await_answer,
    citizen_writes,
    ensure_taken,
    follow_up,
    keep,
    marked,
    send,
    staff_answers,
    staff_replies,
    write,
)
from conformance.steps.judging import confirm, judge, missing
from conformance.steps.story import Letter, Story
from conformance.writing.dialogs import in_thread
from standards.hodemelding import ConversationRef
from standards.processes import CATALOGUE

ROUNDS: Final = 3
SECOND: Final = "second_answer"
ANSWERED: Final = "answered"


@when("innbyggeren skriver om noe annet i en ny samtale")
def writes_about_something_else(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    story.conversation = []
    write(scene, story, "Noe helt annet: Kan vi få byttet navnet på fastlegen hos dere?")
    ensure_taken(scene, story)


@when("innbyggeren skriver om søskenet i en ny samtale")
def writes_about_the_sibling(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    story.conversation, story.patient_ = [], story.sibling
    write(scene, story, "Kan vi få en ny time til veiing?")
    ensure_taken(scene, story)


@when("en ansatt svarer på den første meldingen")
def staff_answers_the_first(scene: Scene, story: Story) -> None:
    turn_to(story, story.letters[0])
    staff_answers(scene, story)


@when("en ansatt svarer på den andre meldingen")
def staff_answers_the_second(scene: Scene, story: Story) -> None:
    turn_to(story, story.letters[1])
    staff_answers(scene, story)


@when("innbyggeren skriver en gang til før noen har svart")
def writes_again(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    text, mark = marked(scene, "Jeg glemte å si at hun også har utslett.")
    message = scene.writer.follow_up(story.answer, story.patient, text=text, acting=story.acting)
    parent = story.sent.msg_id
    message = replace(message, conversation=ConversationRef(parent, story.sent.thread))
    send(scene, story, message, Written(message.msg_id, text, mark), parent)
    ensure_taken(scene, story)


@when("innbyggeren og en ansatt skriver til hverandre tre ganger")
def they_write_three_times(scene: Scene, story: Story) -> None:
    for turn in range(ROUNDS):
        if turn == 0:
            citizen_writes(scene, story)
        else:
            follow_up(scene, story)
        staff_answers(scene, story)
        scene.memory.setdefault(ANSWERED, []).append((await_answer(scene, story), story.asked))


@when("enda en ansatt svarer på den samme meldingen")
def another_answers_too(scene: Scene, story: Story) -> None:
    result = staff_replies(scene, story, "answer", "Ja, bare kom. Hilsen oss på rom 4.", expect_refusal=True)
    scene.memory[SECOND] = result.outcome
    if result.outcome == "refused":
        scene.evidence.note(f"Journalen lot ikke den andre svare: {result.reason or 'ingen begrunnelse'}.")


@when("innbyggeren svarer likevel")
def answers_anyway(scene: Scene, story: Story) -> None:
    text, mark = marked(scene, "Jeg har et spørsmål til dette.")
    message = scene.writer.follow_up(story.answer, story.patient, text=text, acting=story.acting)
    envelope = scene.writer.envelope(message)
    _broken(scene, story, Faulty(message.to_xml(), envelope, "Svar på en melding som ikke kan besvares"))
    story.written_ = Written(message.msg_id, text, mark)


@when("det kommer en ny tekst med den samme meldings-id-en")
def same_id_with_another_text(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    text, _ = marked(scene, "Dette er en helt annen melding, med en id som er brukt før.")
    message = scene.writer.enquiry(story.patient, subject="Annet", text=text, acting=story.acting)
    message = replace(message, msg_id=story.sent.msg_id)
    wrong = Faulty(message.to_xml(), scene.writer.envelope(message), "Meldings-id-en er brukt før")
    scene.citizen.send_raw(wrong.raw, wrong.envelope, fault=wrong.fault, about=story.sent)
    scene.citizen.settle()


@when("innbyggeren svarer på en melding som journalen ikke kjenner")
def answers_something_unknown(scene: Scene, story: Story) -> None:
    text, mark = marked(scene, "Ja, det passer.")
    message = scene.writer.follow_up(story.answer, story.patient, text=text, acting=story.acting)
    message = in_thread(message, scene.new_id(), story.conversation[0][0])
    _broken(scene, story, Faulty(message.to_xml(), scene.writer.envelope(message), "RefToParent er ukjent"))
    story.written_ = Written(message.msg_id, text, mark)


@when("innbyggeren sender den samme teksten en gang til")
def sends_the_same_again(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    story.conversation = []
    text, mark = story.written.text, story.written.mark
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=story.acting)
    send(scene, story, message, Written(message.msg_id, text, mark), None)


@then("har journalen kvittert for begge meldingene, hver én gang")
def both_are_accepted(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    scene.citizen.settle()
    for letter in story.letters:
        judge(scene, receipts.accepted_once(scene.citizen.receipts_for(letter.sent)))


@then("får innbyggeren svaret på en av meldingene som venter")
def one_that_waits_is_answered(scene: Scene, story: Story) -> None:
    what = "Svaret til innbyggeren"
    waiting = {letter.sent.msg_id.lower(): letter for letter in story.letters[1:]}
    came = scene.citizen.await_message(
        lambda message: message.parent.lower() in waiting, what, finding=missing("MH-08", what)
    )
    turn_to(story, waiting[came.parent.lower()], whole_thread=True)
    keep(story, came)


@then("viser hvert svar til meldingen det svarer på, og til den første i samtalen")
def each_answer_fits(scene: Scene, story: Story) -> None:
    for answer, asked in scene.memory[ANSWERED]:
        judge(scene, answers.fits_question(answer, asked), answer)


@then("samtalene ligger i hver sin tråd i journalen")
def threads_are_apart(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    own, patient, expected = story.sent.thread, story.patient.ident, tuple(story.conversation)
    others = [letter.sent.msg_id for letter in story.letters if letter.sent.thread != own]
    confirm(
        scene,
        "JR-01",
        f"Samtalen med «{story.written.mark}» ligger for seg selv, uten meldingene fra den andre samtalen.",
        "read_thread",
        lambda data: dialogs.is_apart(data, patient, expected, others),
        thread=own,
    )


@then("får innbyggeren også det andre svaret, eller så får den ansatte vite at det alt er besvart")
def second_answer_comes_or_is_refused(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    if scene.memory[SECOND] == "done":
        second_answer_comes(scene, story)


def second_answer_comes(scene: Scene, story: Story) -> None:
    """The other answer reaches the citizen, and hangs on the question or on the first answer."""
    told = story.told
    text, mark = (told.text, told.mark) if told else ("", "")
    what = "Svaret fra den andre ansatte"
    came = scene.citizen.await_message(lambda message: mark in message.text, what, finding=missing("EK-01", what))
    codes, asked = answer_codes(CATALOGUE[story.asked.type]), story.asked
    if came.parent.lower() == story.answer.msg_id.lower():  # the previous message may be the other nurse's answer
        asked = replace(asked, msg_id=came.parent)
    findings = [*answers.has_code(came, codes, "EK-01"), *answers.fits_question(came, asked)]
    judge(scene, [*findings, *answers.says(came, text)], came)


@then("blir svaret avvist, eller så ligger det i pasientens journal")
def is_refused_or_filed(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    came = receipts.about(scene.citizen.received(), story.sent.msg_id, story.sent.message_id)
    judge(scene, dialogs.is_receipted(came))
    refusals = scene.citizen.messages(lambda message: answers.is_answer_to(message, story.asked))
    if any(receipts.is_refusal(one) for one in came) or any(_refuses(one) for one in refusals):
        scene.evidence.note("Journalen sa fra om at svaret ikke kan tas imot.")
        return
    confirm(
        scene,
        "JR-06",
        f"Journalen til {story.patient.given} har svaret med «{story.written.mark}».",
        "read_journal",
        lambda data: is_filed(data, story.written),
        patient=story.patient.ident,
    )


@then("journalen har ikke kvittert som om begge var mottatt")
def not_accepted_twice(scene: Scene, story: Story) -> None:
    judge(scene, dialogs.accepted_at_most_once(scene.citizen.receipts_for(story.sent)))


def turn_to(story: Story, letter: Letter, *, whole_thread: bool = False) -> None:
    """Let the next steps be about a message that was written earlier, and that the EPJ has taken."""
    story.sent_, story.written_, story.taken = letter.sent, letter.written, letter.sent.msg_id
    story.acting, story.patient_ = letter.acting, letter.patient
    if not whole_thread:
        story.conversation = [(letter.sent.msg_id, None)]


def _refuses(message: Inbound) -> bool:
    return message.code in receipts.BUSINESS_REFUSALS


def _broken(scene: Scene, story: Story, wrong: Faulty) -> None:
    story.begin()
    story.fault = wrong.fault
    story.sent_ = scene.citizen.send_raw(wrong.raw, wrong.envelope, fault=wrong.fault)
