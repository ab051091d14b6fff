"""Whether bytes are shaped as an X.509 certificate; nothing is said of whom it belongs to or whether to trust it."""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import Final

_SEQUENCE: Final = 0x30
_BIT_STRING: Final = 0x03


def decoded(text: str) -> bytes | None:
    """The bytes of a base64 text, spaces and line breaks left out; None when it is not base64."""
    try:
        return b64decode("".join(text.split()).encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return None


def is_certificate(data: bytes) -> bool:
    """Whether it is one DER sequence of two sequences and a signature, as RFC 5280, 4.1 has it."""
    outer = _items(data)
    if outer is None or [tag for tag, _ in outer] != [_SEQUENCE]:
        return False
    inner = _items(outer[0][1])
    return inner is not None and [tag for tag, _ in inner] == [_SEQUENCE, _SEQUENCE, _BIT_STRING]


def _items(data: bytes) -> list[tuple[int, bytes]] | None:
    """The tags and contents that stand one after another; None when a length does not fit."""
    found, at = [], 0
    while at < len(data):
        head = _length(data, at + 1)
        if head is None or head[0] + head[1] > len(data):
            return None
        found.append((data[at], data[head[0] : head[0] + head[1]]))
        at = head[0] + head[1]
    return found


def _length(data: bytes, at: int) -> tuple[int, int] | None:
    """Where the content begins and how long it is."""
    if at >= len(data):
        return None
    first = data[at]
    if first < 0x80:
        return at + 1, first
    count = first & 0x7F
    if not 1 <= count <= 4 or at + 1 + count > len(data):
        return None
    return at + 1 + count, int.from_bytes(data[at + 1 : at + 1 + count], "big")
