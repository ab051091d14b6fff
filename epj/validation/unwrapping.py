"""Takes a message out of what it was mailed or queued in: base64, the bus over HTTP, EDI 2.0, or SOAP."""

from __future__ import annotations

import base64
import binascii
import json
import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from epj.validation.language import Language
from standards import xml
from standards.envelope import Envelope
from standards.errors import Problem, StandardsError, kind_of, not_json
from standards.xml import SOAP_11, SOAP_12

FIELDS: Final = ("businessDocument", "BusinessDocument", "body_b64")
"""Where EDI 2.0 and the bus over HTTP put the message, as base64."""

MAX_LAYERS: Final = 4
_BOM: Final = b"\xef\xbb\xbf"
_ALPHABET: Final = (string.ascii_letters + string.digits + "+/-_=").encode()
_SPACE: Final = b" \t\r\n"
_STARTS: Final = (b"<", b"{", _BOM)
_ENCODED_XML: Final = (b"PD94", b"PE1z", b"PE", b"PD", b"77u/")
_CMS_OID: Final = bytes.fromhex("2a864886f70d0107")
_SHORTEST: Final = 16
_HEAD: Final = 8192
_MESSAGES: Final = (xml.MSGHEAD, xml.APPREC_10, xml.APPREC_11, xml.FHIR)


@dataclass(frozen=True)
class Content:
    """The message itself, what was done to get at it, and the envelope that lay around it."""

    raw: bytes
    notes: tuple[str, ...] = ()
    envelope: Envelope | None = None


def unwrap(raw: bytes, say: Language) -> Content:
    """The message inside; unchanged when nothing is around it. Raises `Problem` for a wrapping that is broken."""
    content = Content(raw)
    for _ in range(MAX_LAYERS):
        inner = _layer(content.raw, say)
        if inner is None:
            break
        content = Content(inner.raw, content.notes + inner.notes, content.envelope or inner.envelope)
    _refuse_cms(content.raw)
    return content


def is_fhir(raw: bytes) -> bool:
    """Whether JSON looks like a FHIR resource."""
    return b'"resourceType"' in raw


def _layer(raw: bytes, say: Language) -> Content | None:
    start = raw.removeprefix(_BOM).lstrip()[:1]
    if start == b"{":
        return _from_json(raw, say)
    if start == b"<":
        return _from_soap(raw, say)
    return _from_base64(raw, say) if start else None


def _from_soap(raw: bytes, say: Language) -> Content | None:
    """The message that is alone in the body of a SOAP envelope; a fault, or what we do not know, stays where it is."""
    if not any(name.encode() in raw[:_HEAD] for name in (SOAP_11, SOAP_12)):
        return None
    try:
        root = xml.parse(raw)
    except StandardsError:
        return None  # told of when it is judged
    bodies = [body for name in (SOAP_11, SOAP_12) for body in root.findall(f"{{{name}}}Body")]
    inside = [child for body in bodies for child in body.iterchildren("*")]
    if len(inside) != 1 or etree.QName(inside[0]).namespace not in _MESSAGES:
        return None
    return Content(xml.serialize(inside[0]), (say("Pakket ut av SOAP-konvolutten."),))


def _from_json(raw: bytes, say: Language) -> Content | None:
    if not any(f'"{name}"'.encode() in raw for name in FIELDS):
        return None
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Problem(
            "JSON-en rundt meldingen kan ikke leses.",
            expected=f"et JSON-objekt med feltet {' eller '.join(FIELDS[::2])}",
            found=not_json(error),
            fix="Lagre svaret fra tjenesten helt, og sjekk det på nytt.",
        ) from error
    for wrapper in (data, data.get("message")):
        for name in FIELDS:
            if isinstance(wrapper, Mapping) and name in wrapper:
                return _field(name, wrapper, say)
    return None


def _field(name: str, wrapper: Mapping[str, Any], say: Language) -> Content:
    value = wrapper[name]
    if not isinstance(value, str):
        raise _no_base64(name, kind_of(value))
    envelope = Envelope.from_json(wrapper) if "properties" in wrapper else None
    if not value.strip() and (envelope is None or not envelope.is_error):
        raise _no_base64(name, "en tom tekst")
    note = say("Pakket ut av base64 i JSON-feltet {}.", name)
    return Content(_decoded(value.encode(), name), (note,), envelope)


def _decoded(text: bytes, name: str) -> bytes:
    try:
        return _bytes_of(text)
    except binascii.Error as error:
        raise _no_base64(name, "noe som ikke er base64") from error


def _no_base64(name: str, found: str) -> Problem:
    return Problem(
        f"Feltet {name} har ingen melding.",
        expected="meldingen som base64",
        found=found,
        fix="Sjekk at hele svaret er lagret, og at feltet ikke er kuttet.",
    )


def _from_base64(raw: bytes, say: Language) -> Content | None:
    text = _armoured(raw).strip(_SPACE + b"\"'")
    if len(text) < _SHORTEST or text.translate(None, _ALPHABET + _SPACE):
        return None
    try:
        inner = _bytes_of(text)
    except binascii.Error as error:
        if not text.startswith(_ENCODED_XML):
            return None
        raise Problem(
            "Filen ser ut som base64 av XML, men kan ikke pakkes ut.",
            expected="hele base64-teksten",
            found=f"{len(text.translate(None, _SPACE))} tegn, som ikke går opp",
            fix="Kopier teksten på nytt uten å miste slutten.",
        ) from error
    if inner.lstrip().startswith(_STARTS) or _is_cms(inner):
        return Content(inner, (say("Pakket ut av base64."),))
    return None


def _armoured(raw: bytes) -> bytes:
    text = raw.removeprefix(_BOM).strip()
    if not text.startswith(b"-----BEGIN"):
        return text
    return b"".join(line for line in text.splitlines() if not line.startswith(b"-----"))


def _bytes_of(text: bytes) -> bytes:
    compact = text.translate(bytes.maketrans(b"-_", b"+/"), _SPACE).rstrip(b"=")
    return base64.b64decode(compact + b"=" * (-len(compact) % 4), validate=True)


def _is_cms(raw: bytes) -> bool:
    return raw[:1] == b"\x30" and _CMS_OID in raw[:40]


def _refuse_cms(raw: bytes) -> None:
    if _is_cms(raw):
        raise Problem(
            "Innholdet er en CMS-konvolutt (signert eller kryptert), ikke XML.",
            expected="selve meldingen",
            found="CMS",
            fix="Dekrypter og pakk ut meldingen først, og sjekk XML-en som kommer ut.",
        )
