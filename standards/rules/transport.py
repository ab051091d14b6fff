"""TR-01 and A02: what the service bus demands of size and subject."""

from __future__ import annotations

from collections.abc import Iterator

from standards.rules.conversation import Conversation
from standards.rules.model import Scope
from standards.rules.register import ALL_KINDS, BOTH, Fault, Judgement, Silent, rule
from standards.rules.view import LARGEST_READ, Message, node

MEGABYTE = 1024 * 1024
LARGEST = LARGEST_READ
BY_AGREEMENT = MEGABYTE


@rule(
    "TR-01",
    clause="Helsenorge, siden om meldingsbussen (1348174568): 40, 30 eller 20 MB etter utgave",
    title="Meldingen er ikke større enn meldingsbussen tar imot",
    on=ALL_KINDS,
)
def size(message: Message) -> Iterator[Judgement]:
    """The mildest of the published limits is the error; above 1 MB only by agreement."""
    length = message.size
    if length > BY_AGREEMENT:
        too_large = length > LARGEST
        yield Fault(
            "Meldingen er for stor for meldingsbussen."
            if too_large
            else "Meldingen er større enn 1 MB; det er bare lov etter avtale.",
            expected=f"høyst {LARGEST // MEGABYTE} MB" if too_large else "høyst 1 MB, eller en avtale med mottakeren",
            found=f"{length / MEGABYTE:.1f} MB".replace(".", ","),
            fix="Del innholdet på flere meldinger i samme tråd, eller gjør vedleggene mindre.",
            remark=not too_large,
        )


@rule(
    "A02",
    clause="HITS 1216:2018, 2.1.2",
    title="Emnet på meldingsbussen er det samme som Type i meldingen",
    scope=Scope.EXCHANGE,
    on=BOTH,
)
def subject_is_type(conversation: Conversation) -> Iterator[Judgement]:
    """The AMQP subject is the 8279 code of the document."""
    for entry in conversation.entries:
        if not entry.judged or not (entry.is_message or entry.is_receipt):
            continue
        if entry.item.envelope is None:
            yield Silent("Meldingen har ingen konvolutt fra meldingsbussen.")
        elif entry.item.envelope.subject != entry.message.type:
            yield Fault(
                "Emnet (subject) på meldingsbussen er ikke det samme som Type i meldingen.",
                node(entry.message.root, "mh:MsgInfo/mh:Type | *[local-name()='MsgType']"),
                expected=f"subject = {entry.message.type}",
                found=f"subject = {entry.item.envelope.subject or '(tom)'}",
                fix="Sett subject til koden i Type (APPREC for en kvittering).",
                item=entry.index,
                by=entry.sender,
            )
