"""The business document that a call carries: what it is, who sends it to whom, and whether it follows its schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from lxml import etree

from simulator.national.meldingstjener.refusals import Invalid
from standards import xml
from standards.apprec import AppRec
from standards.build import Reader, parse_time
from standards.errors import StandardsError
from standards.identifiers import is_real_range
from standards.parties import Party, read_party
from standards.schema import SchemaPack

OSLO: Final = ZoneInfo("Europe/Oslo")
_ELEVEN_DIGITS: Final = re.compile(rb"(?<![0-9A-Za-z])[0-9]{11}(?![0-9A-Za-z])")
_UTF_8: Final = frozenset({"UTF-8", "US-ASCII", "ASCII"})
_MOST: Final = 2**31 - 1


@dataclass(frozen=True)
class BusinessDocument:
    """One document; `receivers` are HER-ids in the order they stand, 0 is a HER-id that could not be read."""

    raw: bytes = field(repr=False)
    root: etree._Element = field(repr=False)
    sender: int
    receivers: tuple[int, ...]
    msg_id: str
    gen_date: datetime | None
    receipt: AppRec | None = None
    """The document itself, when it is a receipt."""


def read(raw: bytes) -> BusinessDocument:
    """What the bytes hold; raises `Invalid` for what is no document of the sector, or may be about a real person."""
    try:
        root = _parsed(raw)
        return _receipt(raw, root) if Reader(root).name == "AppRec" else _message(raw, root)
    except StandardsError as error:
        raise Invalid("Forretningsdokumentet kan ikke leses.", str(error)) from error


def breaches(document: BusinessDocument, schemas: SchemaPack) -> Iterator[str]:
    """Each breach of the schema, and each address that is missing, in a sentence."""
    for fault in schemas.check(document.root, document.raw):
        yield f"Linje {fault.line}, {fault.path}: {fault.message}"
    if not document.sender:
        yield "Avsenderen har ingen HER-id."
    if not document.receivers or not all(document.receivers):
        yield "En mottaker har ingen HER-id."
    if not document.msg_id:
        yield "Dokumentet har ingen id (MsgId)."
    if moment(document) is None:
        yield "GenDate er ikke et tidspunkt."


def moment(document: BusinessDocument) -> datetime | None:
    """When it was made; without a zone it is Norwegian time. None when it has no date here or in UTC."""
    made = document.gen_date
    if made is None:
        return None
    zoned = made.replace(tzinfo=OSLO) if made.tzinfo is None else made
    try:
        zoned.astimezone(UTC), zoned.astimezone(OSLO)
    except OverflowError:
        return None
    return zoned


def function(document: BusinessDocument) -> str:
    """What it is for, by 8279; empty when it does not say."""
    if document.receipt is not None:
        return "APPREC"
    info = Reader(document.root).child("MsgInfo")
    kind = None if info is None else info.element.find(f"{{{xml.MSGHEAD}}}Type")
    return "" if kind is None else str(kind.get("V", ""))


def her_id(party: Party) -> int:
    """The HER-id of level 2, of level 1 when it communicates itself; 0 when neither can be read."""
    text = (party.her_id or ("" if party.level2 else party.parent_her_id)).strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 11 else 0
    return number if number <= _MOST else 0


def _parsed(raw: bytes) -> etree._Element:
    encoding = xml.declared_encoding(raw)
    if encoding not in _UTF_8:
        raise Invalid("Forretningsdokumentet er ikke i UTF-8.", expected="UTF-8", found=encoding)
    if any(is_real_range(number.decode()) for number in _ELEVEN_DIGITS.findall(raw)):
        raise Invalid(
            "Dokumentet kan handle om en virkelig person. Dette er en simulator, og innholdet er ikke lagret.",
            expected="syntetiske personer, med måned +80 eller +65 i fødselsnummeret",
            found="et fødselsnummer eller D-nummer uten slikt tillegg",
            fix="Bruk en syntetisk person.",
        )
    return xml.parse(raw)


def _message(raw: bytes, root: etree._Element) -> BusinessDocument:
    reader = Reader(root)
    info = reader.child("MsgInfo")
    if reader.name != "MsgHead" or reader.namespace != xml.MSGHEAD or info is None:
        raise Invalid(
            "Forretningsdokumentet er av en ukjent type.",
            expected="MsgHead 1.2 med MsgInfo, eller AppRec 1.0 eller 1.1",
            found=f"{reader.name} i {reader.namespace or 'ingen navnerom'}"[:120],
            fix="Send meldingen pakket i MsgHead.",
        )
    receivers = [her_id(read_party(info.child("Receiver")))]
    receivers += [her_id(read_party(one)) for one in info.children("OtherReceiver")]
    made = parse_time(info.text("GenDate"))
    sender = her_id(read_party(info.child("Sender")))
    return BusinessDocument(raw, root, sender, tuple(dict.fromkeys(receivers)), _id(info.text("MsgId")), made)


def _receipt(raw: bytes, root: etree._Element) -> BusinessDocument:
    receipt = AppRec.from_element(root)
    sides = her_id(receipt.sender), (her_id(receipt.receiver),)
    return BusinessDocument(raw, root, *sides, _id(receipt.id), receipt.gen_date, receipt)


def _id(text: str | None) -> str:
    return (text or "").strip()
