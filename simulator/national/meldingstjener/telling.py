"""What the interface tells of messages: every field by its exact name, and none beside them."""

from __future__ import annotations

import base64
from typing import Any, Final

from simulator.national.meldingstjener.documents import OSLO
from simulator.national.meldingstjener.mailbox import Copy, Message

XML: Final = "application/xml"


def brief(message: Message, receiver: int) -> dict[str, Any]:
    """Without metadata."""
    return {"id": message.id, "receiverHerId": receiver}


def whole(message: Message, receiver: int, *, without_offset: bool = False) -> dict[str, Any]:
    """With metadata; a date without offset is Norwegian time."""
    made = message.gen_date.astimezone(OSLO).replace(tzinfo=None) if without_offset else message.gen_date
    return {
        "id": message.id,
        "contentType": message.content_type,
        "receiverHerId": receiver,
        "senderHerId": message.sender,
        "businessDocumentId": message.msg_id,
        "businessDocumentGenDate": made.isoformat(),
        "isAppRec": message.is_receipt,
    }


def packed(document: bytes) -> dict[str, Any]:
    """The business document."""
    encoded = base64.b64encode(document).decode("ascii")
    return {"businessDocument": encoded, "contentType": XML, "contentTransferEncoding": "base64"}


def status(message: Message, copy: Copy) -> dict[str, Any]:
    """Transport and receipt of one copy; of a receipt only the transport means anything."""
    answered = None if message.is_receipt or copy.outcome is None else copy.outcome.status
    return {"receiverHerId": copy.receiver, "transportDeliveryState": copy.state, "appRecStatus": answered}


def receipt(copy: Copy) -> dict[str, Any]:
    """What a receiver has answered, null until it has."""
    outcome = copy.outcome
    return {
        "receiverHerId": copy.receiver,
        "appRecStatus": None if outcome is None else outcome.status,
        "appRecErrorList": None if outcome is None else [one.to_json() for one in outcome.errors],
    }


def overview(message: Message, copies: list[Copy]) -> dict[str, Any]:
    """For whoever controls the simulator: all of it but the document."""
    return {
        **whole(message, copies[0].receiver),
        "sourceSystem": message.source,
        "copies": [
            {**status(message, copy), **receipt(copy), "read": copy.read, "delivered": copy.delivered}
            for copy in copies
        ],
    }
