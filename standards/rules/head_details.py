"""MH-11 to MH-13: codes and addresses in the head, and one payload in each Document (HIS 80601:2006)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from standards.kodeverk.k3101 import K3101
from standards.kodeverk.k7304 import K7304
from standards.kodeverk.k8112 import K8112
from standards.kodeverk.k8114 import K8114
from standards.rules.model import Level
from standards.rules.register import Fault, Judgement, rule
from standards.rules.view import Message, local_name, node
from standards.xml import MSGHEAD, NS

ACK = f"{{{MSGHEAD}}}Ack"
LISTS = {
    ACK: tuple(K7304.codes),
    f"{{{MSGHEAD}}}ProcessingStatus": ("P", "T", "D"),
    f"{{{MSGHEAD}}}RequestedPriority": ("H", "N", "L"),
}
INSIDE = {
    f"{{{MSGHEAD}}}OtherReceiver": (f"{{{MSGHEAD}}}RoleReceiver", tuple(K8112.codes)),
    f"{{{MSGHEAD}}}Patient": (f"{{{MSGHEAD}}}Sex", tuple(K3101.codes)),
}
DOCUMENT_KINDS = tuple(K8114.codes)
TELE_ADDRESS = tuple(f"{{{NS[prefix]}}}TeleAddress" for prefix in ("mh", "d10", "d11", "fk1", "pr"))
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:.", re.IGNORECASE)


@rule(
    "MH-11",
    clause="HIS 80601:2006, kodeverk",
    title="Kodene i hodet er fra kodeverket som feltet har",
    level=Level.BOER,
)
def codes_of_the_head(message: Message) -> Iterator[Judgement]:
    """Only remarks: a receiver must not refuse a message for such a code; Ack on Helsenorge is MH-07."""
    for element in message.info:
        tag = str(element.tag)
        if tag in INSIDE:
            name, legal = INSIDE[tag]
            for item in element.iterchildren(name):
                yield from _code(item, legal)
        elif tag in LISTS and (tag != ACK or message.between_actors):
            yield from _code(element, LISTS[tag])
    for part in message.parts[1:]:
        kind = None if part.is_file else node(part.ref_doc, "mh:MsgType")  # of a file it is AT-01
        if kind is not None:
            yield from _code(kind, DOCUMENT_KINDS)


def _code(element: etree._Element, legal: tuple[str, ...]) -> Iterator[Judgement]:
    code = (element.get("V") or "").strip()
    if code not in legal:
        yield Fault(
            f"{local_name(element)} har en kode som ikke er i kodeverket til feltet.",
            element,
            expected=" eller ".join(legal),
            found=code or "ingen kode",
            fix="Bruk en kode fra kodeverket, eller utelat feltet når det ikke må være med.",
        )


@rule(
    "MH-12",
    clause="HIS 80601:2006, TeleCom",
    title="Telefonnummer og e-postadresser står som URL med prefiks",
    level=Level.BOER,
)
def addresses_have_a_scheme(message: Message) -> Iterator[Judgement]:
    """`tel:`, `mob:`, `mailto:` and others; the sources name no closed list."""
    for element in message.root.iter("{*}TeleAddress"):
        if element.tag not in TELE_ADDRESS:
            continue
        address = (element.get("V") or "").strip()
        if not SCHEME.match(address):
            yield Fault(
                "TeleAddress har ikke prefiks, så mottakeren vet ikke hva slags adresse det er.",
                element,
                expected="en URL, for eksempel tel:22225555, mob:99999999 eller mailto:post@example.no",
                found=address or "tom",
                fix="Skriv prefikset foran nummeret eller adressen.",
            )


@rule(
    "MH-13",
    clause="HITS 1217:2018, 2.3.7; HIS 1036:2011, 4.2",
    title="Hvert innhold og hvert vedlegg ligger i et eget Document",
)
def one_payload_each(message: Message) -> Iterator[Judgement]:
    """The guide of Helsenorge says it of every payload, so between actors it is a remark."""
    for part in message.parts:
        if len(part.payloads) > 1:
            yield Fault(
                "Dokumentet har flere innhold; mottakeren leser trolig bare det første.",
                part.payloads[1],
                expected="ett element i Content",
                found=", ".join(local_name(item) for item in part.payloads),
                fix="Legg hvert innhold i et eget Document.",
                remark=message.between_actors,
            )
