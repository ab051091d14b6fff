"""Reads a SOAP call: version, headers, action and what it asks for; strict, since a real service is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Request
from lxml import etree

from simulator.national.adresseregister.soap.faults import (
    WSA,
    ActionNotSupported,
    Malformed,
    MustUnderstand,
    NotTheCall,
    VersionMismatch,
    WrongMedia,
)
from simulator.national.adresseregister.soap.types import OPERATIONS, PARTY_NS, Operation
from simulator.serving import reading
from standards.errors import StandardsError
from standards.xml import SOAP_11, SOAP_12, name_of, parse

MEDIA: Final = {"1.1": "text/xml", "1.2": "application/soap+xml"}
MAX_DEPTH: Final = 30
_ENVELOPES: Final = {"1.1": SOAP_11, "1.2": SOAP_12}
_CHARSETS: Final = frozenset({"", "utf-8"})


@dataclass(frozen=True)
class SoapCall:
    """A call of one of the operations; `message_id` is what WS-Addressing says it is called."""

    operation: Operation
    values: Mapping[str, str]
    message_id: str = ""


def read(request: Request, version: str) -> SoapCall:
    """What is asked for; raises `SoapRefusal` and `TooLarge`."""
    _require_media(request, version)
    root = _root(reading.body(request), request.max_content_length or 0)
    names = _ENVELOPES[version]
    if root.tag != f"{{{names}}}Envelope":
        raise VersionMismatch(
            "Dokumentet er ikke en SOAP-konvolutt i den versjonen adressen tar imot.",
            expected=f"Envelope i {names} (SOAP {version})",
            found=str(root.tag)[:120],
            fix="Bruk /v1/AR/Basic for SOAP 1.1, og /v1/AR for SOAP 1.2 med WS-Addressing.",
        )
    header, body = root.find(f"{{{names}}}Header"), root.find(f"{{{names}}}Body")
    _require_understood(header, names, version)
    operation = _operation(_action(request, header, version))
    return SoapCall(operation, _values(body, operation), _addressing(header, "MessageID") if version == "1.2" else "")


def _require_media(request: Request, version: str) -> None:
    charset = request.mimetype_params.get("charset", "").strip('"').casefold()
    coding = request.headers.get("Content-Encoding", "identity").casefold()
    if request.mimetype == MEDIA[version] and charset in _CHARSETS and coding == "identity":
        return
    raise WrongMedia(
        "Innholdet er ikke oppgitt som SOAP i den versjonen adressen tar imot.",
        expected=f"Content-Type: {MEDIA[version]}; charset=utf-8",
        found=(request.content_type or "ingen Content-Type")[:120],
        fix="Bruk /v1/AR/Basic for SOAP 1.1 (text/xml), og /v1/AR for SOAP 1.2 (application/soap+xml).",
    )


def _root(raw: bytes, most: int) -> etree._Element:
    try:
        return parse(raw, max_bytes=most or len(raw), max_depth=MAX_DEPTH)
    except StandardsError as error:
        raise Malformed(error.problem, expected=error.expected, found=error.found, fix=error.fix) from error


def _require_understood(header: etree._Element | None, names: str, version: str) -> None:
    for block in header if header is not None else ():
        known = version == "1.2" and isinstance(block.tag, str) and etree.QName(block).namespace == WSA
        if not known and (block.get(f"{{{names}}}mustUnderstand") or "").strip() in ("1", "true"):
            raise MustUnderstand(
                "Kallet har et hode som må forstås, og som tjenesten ikke forstår.",
                expected="hoder fra WS-Addressing" if version == "1.2" else "ingen slike hoder",
                found=str(block.tag)[:120],
                fix="Fjern hodet. Bruker og passord sendes som HTTP Basic.",
            )


def _action(request: Request, header: etree._Element | None, version: str) -> str:
    """The action of the address's version; with WS-Addressing what the media type says must be the same."""
    if version == "1.1":
        return request.headers.get("SOAPAction", "").strip().strip('"')
    action = _addressing(header, "Action")
    declared = request.mimetype_params.get("action", "").strip('"')
    if action and declared and declared != action:
        raise _unsupported(f"{action} i konvolutten og {declared} i Content-Type")
    return action


def _addressing(header: etree._Element | None, name: str) -> str:
    return ("" if header is None else header.findtext(f"{{{WSA}}}{name}") or "").strip()


def _operation(action: str) -> Operation:
    found = next((one for one in OPERATIONS.values() if one.action == action), None)
    if found is None:
        raise _unsupported(action or "ingen")
    return found


def _values(body: etree._Element | None, operation: Operation) -> dict[str, str]:
    inside = [one for one in (body if body is not None else ()) if isinstance(one.tag, str)]
    wanted = f"{{{PARTY_NS}}}{operation.name}"
    if len(inside) != 1:
        raise NotTheCall(
            "Body må ha ett element.",
            expected=wanted,
            found=f"{len(inside)} elementer" if inside else "ingenting",
            fix="Send ett kall i hver konvolutt.",
        )
    if inside[0].tag != wanted:
        raise ActionNotSupported(
            "Action og innhold er ikke samme kall.",
            expected=wanted,
            found=name_of(inside[0])[:120],
            fix="La SOAPAction eller wsa:Action være den som hører til innholdet.",
        )
    return {
        one.name: text.strip() for one in operation.takes if (text := inside[0].findtext(f"{{{PARTY_NS}}}{one.name}"))
    }


def _unsupported(found: str) -> ActionNotSupported:
    return ActionNotSupported(
        "Tjenesten har ikke denne handlingen (action).",
        expected=", ".join(one.action for one in OPERATIONS.values()),
        found=found[:200],
        fix="Sett SOAPAction (1.1) eller wsa:Action (1.2) til en av dem. Ikke alle 43 kall er simulert.",
    )
