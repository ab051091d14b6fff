"""TO-01: the list of services that a citizen has (HITS 1218:2018)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from standards.identifiers import is_her_id
from standards.rules.register import Fault, Judgement, rule
from standards.rules.view import Message, child, local_name, node, nodes, text, value
from standards.xml import TJENESTEOVERSIKT, TJENESTEOVERSIKT_WWW, name_of

LONGEST_ID = 30
MUNICIPAL = "1"


@rule(
    "TO-01",
    clause="HITS 1218:2018",
    title="Hver tjeneste har id på høyst 30 tegn, navn, område, startdato og HER-id",
    about=("services",),
)
def services(message: Message) -> Iterator[Judgement]:
    """An empty list is legal: it ends every service; both spellings of the namespace pass."""
    for overview in (found for found in message.payloads if local_name(found) == "TjenesteOversikt"):
        if etree.QName(overview).namespace == TJENESTEOVERSIKT_WWW:
            yield _fault(
                overview,
                "Navnerommet er skrevet med www; guiden og skjemaet skriver det uten.",
                TJENESTEOVERSIKT,
                TJENESTEOVERSIKT_WWW,
                remark=True,
            )
        listed = list(overview.iterchildren("{*}Tjeneste"))
        made = text(node(message.info, "mh:GenDate"))[:10]
        for service in listed:
            yield from _service(service)
            yield from _now(service, made)
        yield from _repeated(listed)


def _service(service: etree._Element) -> Iterator[Judgement]:
    identifier = text(child(service, "TjenesteId"))
    if not 0 < len(identifier) <= LONGEST_ID:
        problem = "Tjenesten har en for lang id." if identifier else "Tjenesten mangler id."
        found = f"{len(identifier)} tegn" if identifier else "tom"
        yield _fault(_at(service, "TjenesteId"), problem, f"1 til {LONGEST_ID} tegn", found)
    if not text(child(service, "TjenesteNavn")):
        yield _fault(_at(service, "TjenesteNavn"), "Tjenesten mangler navnet innbyggeren ser.", "TjenesteNavn", "tomt")
    if (area := text(child(service, "TjenesteOmråde"))) != MUNICIPAL:
        problem = "Tjenesteområdet er ikke kommunal helse og omsorg, det eneste guiden har."
        yield _fault(_at(service, "TjenesteOmråde"), problem, MUNICIPAL, area or "tomt", remark=bool(area))
    number = text(next(iter(nodes(service, "*[local-name()='HERId']/fk1:Id")), None))
    kind = value(service, "*[local-name()='HERId']/fk1:TypeId")
    if kind != "HER":
        problem = "Identen til tjenesten er ikke merket som HER-id."
        yield _fault(_at(service, "HERId"), problem, 'TypeId V="HER"', kind or "ingen type")
    elif not is_her_id(number):
        problem = "Tjenesten har ikke HER-id-en som innbyggerens meldinger skal til."
        yield _fault(_at(service, "HERId"), problem, "en HER-id, bare sifre", number or "tom")
    first, last = text(child(service, "FraDato"))[:10], text(child(service, "TilDato"))[:10]
    if first and last and last < first:
        problem = "Tjenesten slutter før den begynner."
        yield _fault(_at(service, "TilDato"), problem, f"{first} eller senere", last, remark=True)


def _now(service: etree._Element, made: str) -> Iterator[Judgement]:
    """A service is sent from the day that it begins up to and including the day that it ends."""
    first, last = text(child(service, "FraDato"))[:10], text(child(service, "TilDato"))[:10]
    if made and first > made:
        problem = "Tjenesten har ikke begynt ennå, så Helsenorge viser den ikke riktig."
        yield _fault(_at(service, "FraDato"), problem, f"{made} eller før", first, remark=True)
    if made and last and last < made:
        problem = "Tjenesten er avsluttet før oversikten ble laget; den sendes til og med siste dag."
        yield _fault(_at(service, "TilDato"), problem, f"{made} eller senere", last, remark=True)


def _repeated(listed: list[etree._Element]) -> Iterator[Judgement]:
    times = Counter(text(child(service, "TjenesteId")) for service in listed)
    for service in listed:
        identifier = text(child(service, "TjenesteId"))
        if times.pop(identifier, 0) > 1:
            problem = "Samme TjenesteId står flere ganger, så den ene oppdaterer den andre."
            yield _fault(_at(service, "TjenesteId"), problem, "hver TjenesteId én gang", identifier, remark=True)


def _at(service: etree._Element, name: str) -> etree._Element:
    found = child(service, name)
    return service if found is None else found


def _fault(at: etree._Element, problem: str, expected: str, found: str, *, remark: bool = False) -> Fault:
    fix = f"Rett {name_of(at)}, og send hele oversikten på nytt."
    return Fault(problem, at, expected=expected, found=found, fix=fix, remark=remark)
