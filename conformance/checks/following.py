"""What becomes of a message about an appointment: its receipts, and what staff see of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.checks.register import RULES
from conformance.reading import Inbound
from standards.rules.model import Finding

Findings = tuple[Finding, ...]
Data = Mapping[str, Any]


def told_again(messages: Sequence[Inbound]) -> Findings:
    """Another receipt for a message gives no other message."""
    return tuple(
        RULES["TL-03"].finding(
            "Journalen sendte en ny melding om timen etter en kvittering til for den samme meldingen.",
            where="Foresporsel/TypeForesp",
            expected="ingen ny melding",
            found=message.describe(),
            fix="Den første kvitteringen gjelder. Se bort fra de senere.",
            item=message.item,
        )
        for message in messages
    )


def sent_again(messages: Sequence[Inbound]) -> Findings:
    """Nobody asked for another message when four days had passed without a receipt."""
    return tuple(
        RULES["TL-07"].finding(
            "Journalen sendte meldingen om timen på nytt av seg selv da kvitteringen ikke kom.",
            where="Foresporsel/TypeForesp",
            expected="ingen ny melding før en ansatt har bestemt det",
            found=message.describe(),
            item=message.item,
        )
        for message in messages
    )


def has_another_id(message: Inbound, refused: Inbound) -> Findings:
    """What was refused is put right under a new MsgId."""
    if message.msg_id.lower() != refused.msg_id.lower():
        return ()
    return (
        RULES["TL-08"].finding(
            "Den rettede meldingen har samme MsgId som den som ble avvist, så mottakeren kaster den.",
            where="/mh:MsgHead/mh:MsgInfo/mh:MsgId",
            expected=f"en annen MsgId enn {refused.msg_id}",
            found=message.msg_id,
            item=message.item,
        ),
    )


def shows_no_receipt(data: Data) -> str | None:
    """The transport log has the message, and does not yet show it as acknowledged."""
    if not data.get("entries"):
        return "Transportloggen har ikke meldingen som ble sendt."
    if any(entry.get("status") == "kvittert" for entry in data.get("entries", ())):
        return "Transportloggen viser meldingen som kvittert, men Helsenorge har ikke kvittert."
    return None


def shows_why(data: Data, why: str) -> str | None:
    """Staff are shown the words of the one who refused, and not the code alone."""
    texts = [str(entry.get("error_text") or "") for entry in data.get("entries", ())]
    if any(why in text for text in texts):
        return None
    shown = "; ".join(text for text in texts if text) or "ingen tekst"
    return f"Den ansatte ser «{shown}», ventet også forklaringen «{why}»."


def is_listed(data: Data, msg_id: str) -> str | None:
    """The message is among those that somebody must look at."""
    if any(_is(item, msg_id) for item in data.get("messages", ())):
        return None
    return "Meldingen står ikke blant dem som mangler kvittering, enda det har gått mer enn 96 timer."


def is_not_listed(data: Data, msg_id: str) -> str | None:
    """The message is not among those without a receipt."""
    late = [item for item in data.get("messages", ()) if item.get("kind") == "uten_kvittering"]
    if any(_is(item, msg_id) for item in late):
        return "Meldingen står fortsatt som uten kvittering, enda kvitteringen er kommet."
    return None


def _is(item: Data, msg_id: str) -> bool:
    return str(item.get("msg_id") or "").lower() == msg_id.lower()
