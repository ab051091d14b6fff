"""The files that a message from the EPJ carries."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from typing import Final

from conformance.checks.register import RULES
from conformance.reading import Inbound
from standards.attachments import Attachment
from standards.rules.model import Finding

_FILES: Final = "/mh:MsgHead/mh:Document/mh:RefDoc[mh:MsgType/@V='A']"


def carries(message: Inbound, files: Iterable[Attachment]) -> tuple[Finding, ...]:
    """Every file is there, with the same bytes and the same type."""
    count = len(message.elements(_FILES))
    kept = [_file(message, number) for number in range(1, count + 1)]
    return tuple(
        RULES["JR-17"].finding(
            f"Vedlegget «{file.description}» ({len(file.content)} byte) kom ikke uendret fram med svaret.",
            where="Document/RefDoc",
            expected=f"{file.mime_type}, {len(file.content)} byte",
            found=", ".join(f"{kind or 'uten type'}, {len(content)} byte" for kind, content in kept) or "ingen vedlegg",
            item=message.item,
        )
        for file in files
        if (file.mime_type, file.content) not in kept
    )


def _file(message: Inbound, number: int) -> tuple[str, bytes]:
    place = f"({_FILES})[{number}]"
    text = "".join(message.text_at(f"{place}//b64:Base64Container").split())
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        content = b""
    return message.text_at(f"{place}/mh:MimeType"), content
