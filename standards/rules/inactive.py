"""A22: after E35 the EPJ stops sending for that citizen (HITS 1217:2018, 2.13)."""

from __future__ import annotations

from collections.abc import Iterator

from standards.exchange import Role
from standards.rules.conversation import Conversation, Entry
from standards.rules.model import Scope
from standards.rules.register import Fault, Judgement, Silent, rule
from standards.rules.view import near, node, nodes, text, value

INACTIVE = ".//d11:Foresporsel[d11:TypeForesp/@V='SDAB']/d11:KodetOpplysning"
GRACE_SECONDS = 60
"""What was on its way when the refusal came cannot be called back."""


@rule(
    "A22",
    clause="HITS 1217:2018, 2.13",
    title="Etter E35 sender EPJ-en ikke mer for innbyggeren før Helsenorge melder at hen er aktiv igjen",
    scope=Scope.EXCHANGE,
)
def stops_after_refusal(conversation: Conversation) -> Iterator[Judgement]:
    """Judged by the order of the exchange; what follows within a minute may have been on its way."""
    for refusal in conversation.receipts:
        original = conversation.by_msg_id(refusal.message.original, Role.EPJ)
        if refusal.sender is not Role.HELSENORGE or not _says_inactive(refusal) or original is None:
            continue
        if refusal.item.deliberate_fault:
            continue  # a second receipt, that counts for nothing
        if original.message.between_actors:
            continue  # there E35 says that the patient has no journal
        patient = _patient(original)
        for entry in conversation.messages:
            if entry.index <= refusal.index or not patient or _patient(entry) != patient:
                continue
            if entry.sender is Role.HELSENORGE:
                if value(entry.message.root, INACTIVE) == "2":
                    continue
                break  # SDAB 1 or a question of the citizen's: active again, as far as the EPJ can know
            if entry.judged:
                yield _after(refusal, entry)


def _says_inactive(refusal: Entry) -> bool:
    return any(error.get("V") == "E35" for error in nodes(refusal.message.root, "*[local-name()='Error']"))


def _patient(entry: Entry) -> str:
    return text(node(entry.message.info, "mh:Patient/mh:Ident/mh:Id"))


def _after(refusal: Entry, entry: Entry) -> Judgement:
    seconds = entry.seconds_after(refusal)
    if seconds is not None and seconds <= GRACE_SECONDS:
        return Silent("Meldingen kom så tett på E35 at den kan ha vært på vei.")
    return Fault(
        "EPJ-en har sendt en melding for en innbygger som Helsenorge har sagt ikke er digitalt aktiv (E35).",
        near(entry.message.info, "mh:Patient"),
        expected="ingen meldinger for innbyggeren før Helsenorge melder at hen er aktiv (SDAB 1)",
        found=f"{entry.message.type} med kode {entry.message.code or '(ingen)'}, etter E35",
        fix="Merk innbyggeren som ikke digitalt aktiv når E35 kommer, og hold meldingene tilbake.",
        remark=seconds is None,
        item=entry.index,
        by=entry.sender,
    )
