"""BER made into DER before anything reads it, within limits: openssl and others write long bodies in pieces.

Only what a CMS body may hold is understood: indefinite lengths, octet strings in pieces, lengths written longer than
needed. Bytes that are DER already come out as they were, so a signature over them still fits.
"""

from __future__ import annotations

from typing import Final

from standards.cms.faults import NotCms

MAX_DEPTH: Final = 32
MAX_ELEMENTS: Final = 100_000
"""A body of 40 MB in pieces of 1000 bytes has about 42 000."""
_CONSTRUCTED: Final = 0x20
_OCTETS, _OCTETS_IN_PIECES = 0x04, 0x24
_INDEFINITE: Final = -1
_END: Final = b"\0\0"
_HIGH_TAG: Final = 0x1F
_LONGEST_LENGTH: Final = 4


def to_der(ber: bytes) -> bytes:
    """The same value in DER, as far as lengths and pieces go; NotCms if the bytes are not one whole value."""
    walk = _Walk(ber)
    der, stop = walk.element(0, len(ber), 0)
    if stop != len(ber):
        raise broken(f"{len(ber) - stop} byte etter at strukturen er slutt")
    return der


def members(contents: bytes) -> list[bytes]:
    """Each value of a list in DER, whole; NotCms if the last one is cut short."""
    walk, found, at = _Walk(contents), [], 0
    while at < len(contents):
        _, begins, length = walk.header(at, len(contents))
        if length == _INDEFINITE:
            raise broken(f"ubestemt lengde ved byte {at}")
        found.append(contents[at : begins + length])
        at = begins + length
    return found


def inside(value: bytes) -> bytes:
    """What a value in DER holds, without tag and length."""
    _, begins, _ = _Walk(value).header(0, len(value))
    return value[begins:]


def tagged(tag: int, contents: bytes) -> bytes:
    """A value in DER."""
    if len(contents) < 0x80:
        return bytes((tag, len(contents))) + contents
    length = len(contents).to_bytes((len(contents).bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + contents


def broken(found: str) -> NotCms:
    """The fault of bytes that are no CMS structure."""
    return NotCms(
        "Meldingskroppen er ikke en lesbar CMS-struktur",
        expected="én hel CMS-struktur (RFC 5652) i DER eller BER, uten MIME og base64",
        found=found,
        fix="Send bytene slik CMS-biblioteket lager dem, uten å kutte, pakke inn eller kode dem om",
    )


class _Walk:
    """One pass over the bytes, which counts what it meets."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._met = 0

    def header(self, at: int, end: int) -> tuple[int, int, int]:
        """The tag, where the contents begin, and how long they are (-1: until the end mark)."""
        self._met += 1
        if self._met > MAX_ELEMENTS:
            raise broken(f"mer enn {MAX_ELEMENTS} deler")
        if at + 2 > end:
            raise broken(f"bytene tar slutt ved byte {at}")
        tag, first = self._source[at], self._source[at + 1]
        if tag & _HIGH_TAG == _HIGH_TAG:
            raise broken(f"et merke som CMS ikke bruker, ved byte {at}")
        if first < 0x80:
            begins, length = at + 2, first
        elif first == 0x80 and tag & _CONSTRUCTED:
            return tag, at + 2, _INDEFINITE
        else:
            begins = at + 2 + (first & 0x7F)
            if first in (0x80, 0xFF) or begins > end:
                raise broken(f"en ugyldig lengde ved byte {at}")
            digits = self._source[at + 2 : begins].lstrip(b"\0")
            if len(digits) > _LONGEST_LENGTH:
                raise broken(f"en lengde på mer enn {_LONGEST_LENGTH} byte, ved byte {at}")
            length = int.from_bytes(digits, "big")
        if begins + length > end:
            raise broken(f"en del ved byte {at} som skulle ha {length} byte, men bare {end - begins} er igjen")
        return tag, begins, length

    def element(self, at: int, end: int, depth: int) -> tuple[bytes, int]:
        """One value as DER, and where it stops."""
        if depth > MAX_DEPTH:
            raise broken(f"mer enn {MAX_DEPTH} nivåer inni hverandre")
        tag, begins, length = self.header(at, end)
        if not tag & _CONSTRUCTED:
            stop = begins + length
            whole = self._source[at:stop]
            return (whole if _shortest(begins - at, length) else tagged(tag, whole[begins - at :])), stop
        parts, stop = self._children(begins, end, length, depth)
        if tag == _OCTETS_IN_PIECES:
            if any(part[0] != _OCTETS for part in parts):
                raise broken(f"en oktettstreng i biter, med noe annet enn biter, ved byte {at}")
            return tagged(_OCTETS, b"".join(map(inside, parts))), stop
        return tagged(tag, b"".join(parts)), stop

    def _children(self, at: int, end: int, length: int, depth: int) -> tuple[list[bytes], int]:
        parts: list[bytes] = []
        stop = end if length == _INDEFINITE else at + length
        while length == _INDEFINITE or at < stop:
            if length == _INDEFINITE and self._source[at : at + 2] == _END and at + 2 <= stop:
                return parts, at + 2
            part, at = self.element(at, stop, depth + 1)
            parts.append(part)
        return parts, stop


def _shortest(header: int, length: int) -> bool:
    """The length is written as DER demands."""
    return header == 2 if length < 0x80 else header == 2 + (length.bit_length() + 7) // 8
