"""Many messages in a row, and messages that come in another order than they were written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pytest_bdd import then, when

from conformance.checks import journal, receipts, transport
from conformance.checks.journal import Written
from conformance.outcomes import ToolFault
from conformance.ports import Sent
from conformance.reading import Inbound, read
from conformance.scene import Scene
from conformance.steps.dialog import SUBJECT, marked
from conformance.steps.judging import confirm, judge, missing
from conformance.steps.story import Story
from standards.hodemelding import Hodemelding

MANY: Final = "mange"
MANY_IN_A_ROW: Final = 20
EARLY: Final = "Svaret kommer før det som det fortsetter"


@when("innbyggeren sender tjue meldinger på rad")
def writes_many(scene: Scene, story: Story) -> None:
    story.begin()
    sent: list[tuple[Sent, Written]] = []
    for turn in range(1, MANY_IN_A_ROW + 1):
        text, mark = marked(scene, f"Melding nummer {turn}. Alle skal stå i journalen.")
        message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=story.acting)
        sent.append((scene.citizen.send(message), Written(message.msg_id, text, mark)))
    scene.memory[MANY] = sent
    scene.left_behind("mange", f"{MANY_IN_A_ROW} samtaler «{SUBJECT}».", story.patient)


@when("to svar fra innbyggeren kommer i omvendt rekkefølge")
def in_reverse(scene: Scene, story: Story) -> None:
    first, first_written = _answer(scene, story, story.answer, "Takk for beskjeden.")
    previous = read(first.to_xml(), scene.writer.envelope(first))
    second, second_written = _answer(scene, story, previous, "En ting til: vi kommer litt senere.")
    story.begin()
    early = scene.citizen.send_raw(second.to_xml(), scene.writer.envelope(second), fault=EARLY)
    scene.memory[MANY] = [(early, second_written), (scene.citizen.send(first), first_written)]
    story.conversation += [(first.msg_id, story.answer.msg_id), (second.msg_id, first.msg_id)]


@then("har journalen kvittert én gang for hver av dem")
def each_accepted_once(scene: Scene, story: Story) -> None:
    for sent, _ in _sent(scene):
        scene.citizen.await_apprec(sent, finding=missing("A21", f"Kvitteringen for meldingen {sent.msg_id}"))
    scene.citizen.settle()
    for sent, _ in _sent(scene):
        judge(scene, receipts.accepted_once(scene.citizen.receipts_for(sent)))


@then("er hvert av dem tatt imot eller avvist, og det er sagt én gang")
def each_judged_once(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    for sent, _ in _sent(scene):
        came = receipts.about(scene.citizen.received(), sent.msg_id, sent.message_id)
        judge(scene, transport.judged_once(came, sent.fault or "ingenting"))
        no = receipts.turned_down(scene.citizen.messages(), sent.msg_id)
        judge(scene, transport.refused_needlessly([*came, *no], "et svar som kom før det forrige"))


@then("det som er tatt imot, står ordrett én gang i pasientens journal")
def taken_stand_once(scene: Scene, story: Story) -> None:
    taken = [(sent, one) for sent, one in _sent(scene) if _is_taken(scene, sent)]
    if taken:
        scene.memory[MANY] = taken
        each_stands_once(scene, story)


@then("hver av dem står ordrett én gang i pasientens journal")
def each_stands_once(scene: Scene, story: Story) -> None:
    texts = [written for _, written in _sent(scene)]
    sentence = f"Alle de {len(texts)} meldingene står i journalen til {story.patient.given}, én gang hver."
    confirm(scene, "JR-08", sentence, "read_journal", lambda data: _wrong(data, texts), patient=story.patient.ident)


def _is_taken(scene: Scene, sent: Sent) -> bool:
    taken = any(receipts.is_positive(receipt) for receipt in scene.citizen.receipts_for(sent))
    return taken and not receipts.turned_down(scene.citizen.messages(), sent.msg_id)


def _answer(scene: Scene, story: Story, previous: Inbound, text: str) -> tuple[Hodemelding, Written]:
    text, mark = marked(scene, text)
    root = story.conversation[0][0]
    message = scene.writer.follow_up(previous, story.patient, text=text, acting=story.acting, root=root)
    return message, Written(message.msg_id, text, mark)


def _wrong(data: Mapping[str, Any], texts: list[Written]) -> str | None:
    checks = (journal.stands_once, journal.stands_verbatim)
    found = (check(data, written) for written in texts for check in checks)
    return next((wrong for wrong in found if wrong), None)


def _sent(scene: Scene) -> list[tuple[Sent, Written]]:
    found: list[tuple[Sent, Written]] = scene.memory.get(MANY, [])
    if not found:
        raise ToolFault("Et steg trenger meldingene, men ingen tidligere steg i scenarioet har sendt dem.")
    return found
