"""DM-12: an answer is one of those that the process has for the request (HITS 1217:2018, 4.1 and 5.1)."""

from __future__ import annotations

from collections.abc import Iterator

from standards.exchange import Role
from standards.processes import Process, Step
from standards.rules.conversation import Conversation, Entry
from standards.rules.model import Scope
from standards.rules.register import Fault, Judgement, Silent, rule
from standards.rules.view import Message

FREE_CODE = "22"
"""The citizen may go on in a thread whatever came before; closed threads are DM-10."""
CANCEL = "ART"
"""Answers to a cancellation are A14."""


@rule(
    "DM-12",
    clause="HITS 1217:2018, 4.1 og 5.1",
    title="Svaret er et av dem som prosessen har for forespørselen",
    scope=Scope.EXCHANGE,
    by_step=True,
)
def legal_answer(conversation: Conversation) -> Iterator[Judgement]:
    """Any request of the thread may be what is answered; in a written dialog it is only remarked."""
    for entry in conversation.messages:
        message = entry.message
        process, step = message.process, message.step
        if not entry.judged or message.element != "Notat" or message.code == FREE_CODE or message.between_actors:
            continue
        if process is None or step is None:
            yield Silent("Prosessen eller koden er ikke kjent her, så det er uvisst hva den kan svare på.")
            continue
        earlier = _thread(conversation, entry)
        codes = [other.message.code for other in earlier if other.message.process is process]
        if not codes:
            yield Silent("Forespørselen som besvares, er ikke med i samtalen.")
        elif CANCEL not in codes and not set(codes) & _answerable(message, entry.sender):
            yield _fault(entry, process, step, codes)


def _answerable(message: Message, sender: Role) -> set[str]:
    """What the code may answer; a refusal stands in the table once for each function."""
    return {code for step in message.coded_steps if step.sender is sender for code in step.answers_to}


def _thread(conversation: Conversation, entry: Entry) -> list[Entry]:
    message = entry.message
    ids = {message.parent.casefold(), message.conversation.casefold()} - {""}
    return [
        other
        for other in conversation.messages
        if other.index < entry.index
        and ids & ({other.message.msg_id.casefold(), other.message.conversation.casefold()} - {""})
    ]


def _fault(entry: Entry, process: Process, step: Step, codes: list[str]) -> Fault:
    asked = codes[0]
    legal = sorted({other.code for other in process.answers(asked, entry.sender)})
    return Fault(
        f"Koden {step.code} er ikke et svar på {asked} i {process.code}.",
        entry.message.coded,
        expected=" eller ".join(legal) if legal else "ingen svar",
        found=step.code,
        fix="Bruk en kode som hører til forespørselen.",
        clause=process.clause,
        remark=not process.listed or any(each.code == FREE_CODE for each in process.steps_of(Role.HELSENORGE)),
        item=entry.index,
        by=entry.sender,
    )
