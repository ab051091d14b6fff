"""AT: attachments in Documents of their own (HIS 1036:2011, 4.2; HITS 1217:2018, 2.10)."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from string import ascii_letters, digits

from lxml import etree

from standards.attachments import ALLOWED_TYPES, JPEG, PDF, PNG
from standards.rules.model import Level
from standards.rules.register import Fault, Judgement, rule
from standards.rules.view import Message, child, near, node, text, value

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
CONTAINER = "mh:Content/b64:Base64Container"
SIGNATURES = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n"}
WHITESPACE = b" \t\r\n"
ALPHABET = (ascii_letters + digits + "+/").encode()
PADDING = 2
OTHER_NAMES = {"image/jpg": JPEG, "image/pjpeg": JPEG}


@rule(
    "AT-01",
    clause="HIS 1036:2011, 4.2; HITS 1217:2018, 2.10",
    title="Vedlegg er merket A, er PDF, JPEG eller PNG, og har tidspunkt og beskrivelse",
    about=("file",),
)
def attachment(message: Message) -> Iterator[Judgement]:
    """That the content is what the type says is inferred, and never more than a remark."""
    for found in message.files:
        if (kind := value(found, "mh:MsgType")) != "A":
            yield Fault(
                "Vedlegget er ikke merket som vedlegg.",
                near(found, "mh:MsgType"),
                expected='MsgType V="A" (kodeverk 8114)',
                found=f'MsgType V="{kind}"',
                fix='Sett <MsgType V="A" DN="Vedlegg"/> på dokumentet.',
            )
        yield from _described(found)
        stated = text(child(found, "MimeType")).lower()
        mime_type = stated.partition(";")[0].strip()
        if not message.between_actors:
            yield from _type(found, stated, mime_type)
        yield from _content(message, found, OTHER_NAMES.get(mime_type, mime_type))


def _described(found: etree._Element) -> Iterator[Judgement]:
    issued = value(found, "mh:IssueDate") or text(child(found, "IssueDate"))
    for name, content in (("IssueDate", issued), ("Description", text(child(found, "Description")))):
        if not content:
            yield Fault(
                f"Vedlegget mangler {name}.",
                near(found, f"mh:{name}"),
                expected=f"{name} med innhold",
                found="tomt eller ikke til stede",
                fix="Sett IssueDate til da vedlegget ble laget, og Description til en tekst leseren forstår.",
            )


def _type(found: etree._Element, stated: str, mime_type: str) -> Iterator[Judgement]:
    if stated in ALLOWED_TYPES:
        return
    meant = OTHER_NAMES.get(mime_type, mime_type)
    readable = meant in ALLOWED_TYPES
    yield Fault(
        _written(stated) if readable else "Helsenorge tar ikke imot vedlegg av denne typen.",
        near(found, "mh:MimeType"),
        expected="application/pdf, image/jpeg eller image/png",
        found=stated or "ingen MimeType",
        fix=f"Skriv {meant}." if readable else "Gjør vedlegget om til PDF/A, JPEG eller PNG.",
        remark=readable,
    )


def _written(stated: str) -> str:
    if stated in OTHER_NAMES:
        return "MimeType er skrevet på en måte som guiden ikke har, men som står i de offisielle eksemplene."
    return "MimeType har mer enn typen; guiden har bare de tre navnene."


def _content(message: Message, found: etree._Element, mime_type: str) -> Iterator[Judgement]:
    container = node(found, CONTAINER)
    if container is None:
        if node(found, "mh:Content/*") is None and node(found, "mh:FileReference") is None:
            yield _no_file(found)
        return
    written = text(container)
    if not _is_base64(written):
        if not any("Base64Container" in fault.path for fault in message.schema_faults):  # those are MH-01
            yield _garbled(container)
        return
    start = "".join(written[:400].split())[:32]
    content = base64.b64decode(start[: len(start) // 4 * 4])
    signature = SIGNATURES.get(mime_type)
    if signature is not None and not content.startswith(signature):
        yield Fault(
            "Innholdet i vedlegget ser ikke ut til å være av typen som er oppgitt.",
            container,
            expected=f"en fil som begynner slik {mime_type} gjør",
            found="tomt innhold" if not content else "noe annet",
            fix="Sjekk at MimeType og innhold hører sammen.",
            remark=True,
        )


def _no_file(found: etree._Element) -> Fault:
    return Fault(
        "Dokumentet er merket som vedlegg, men har ingen fil.",
        found,
        expected="Content med Base64Container",
        found="ikke noe innhold",
        fix="Legg filen i Content, eller utelat dokumentet.",
        remark=True,
    )


def _garbled(container: etree._Element) -> Fault:
    return Fault(
        "Innholdet i vedlegget er ikke base64, så mottakeren kan ikke åpne det.",
        container,
        expected="A–Z, a–z, 0–9, + og /, med = bare til slutt, fire og fire tegn",
        found="andre tegn, eller et antall som ikke går opp",
        fix="Kod hele filen som base64.",
        clause="Skjema for Base64Container (xs:base64Binary)",
    )


def _is_base64(written: str) -> bool:
    """As xs:base64Binary has it; the parser of the schema passes over every character that does not belong."""
    try:
        raw = written.encode("ascii").translate(None, WHITESPACE)
    except UnicodeEncodeError:
        return False
    plain = raw.rstrip(b"=")
    return len(raw) % 4 == 0 and len(raw) - len(plain) <= PADDING and not plain.translate(None, ALPHABET)


@rule(
    "AT-02",
    clause="HIS 1036:2011, 3.2",
    title="Vedleggene er til sammen høyst 10 MB",
    level=Level.BOER,
    about=("file",),
)
def total_size(message: Message) -> Iterator[Judgement]:
    """The practical limit that the sources name; one message may be split in several."""
    length = sum(len(container.text or "") * 3 // 4 for container in message.containers)
    if length > LARGEST:
        yield Fault(
            "Vedleggene er større enn den praktiske grensen.",
            message.containers[0],
            expected="høyst 10 MB til sammen",
            found=f"{length / MEGABYTE:.1f} MB".replace(".", ","),
            fix="Del vedleggene på flere meldinger i samme tråd, eller gjør dem mindre.",
        )
