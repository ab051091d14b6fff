"""MH-06 and ID-01: the patient, and the warning about numbers that may belong to a living person."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from standards.codes import oid
from standards.fhir import locate, walk
from standards.identifiers import IdKind, classify, is_real_range, mask
from standards.rules import actors
from standards.rules.fhir_view import xml_root
from standards.rules.model import Level, Mark
from standards.rules.register import READABLE, Fault, Judgement, Kind, Silent, rule
from standards.rules.view import Message, child, local_name, named, near, node, nodes, text, value

CLAUSE = "HITS 1217:2018, 2.3.6"
NATIONAL = ("FNR", "DNR")
LIST = "Personer"
DIGITS = 11


@rule(
    "MH-06",
    clause=CLAUSE,
    title="Pasienten har fornavn, etternavn og ett fødselsnummer eller D-nummer",
    aliases=("A07",),
    by_step=True,
)
def patient(message: Message) -> Iterator[Judgement]:
    """Present where the process has a patient, absent where it has none."""
    element = message.head.get("Patient")
    if message.actor is not None:
        yield from actors.patient(message, message.actor)
        for ident in nodes(message.info, "mh:Patient/mh:Ident"):
            if (kind := value(ident, "mh:TypeId")) in NATIONAL:
                yield from _number(ident, kind)
    elif message.step is None:
        if element is None:
            yield Silent("Prosessen eller koden er ikke kjent her, så det er uvisst om meldingen skal ha en pasient.")
        else:
            yield from _content(element)
    elif message.step.patient is None:
        if element is not None:
            yield from _content(element)
    elif not message.step.patient:
        if element is not None:
            yield Fault(
                f"{message.type} med kode {message.code} skal ikke ha Patient i MsgInfo.",
                element,
                expected="ingen Patient",
                found="Patient",
                fix="Fjern Patient; personene står i et eget dokument (Personer).",
                clause="HITS 1217:2018, 3.9.2",
            )
        yield from _persons(message) if LIST in message.step.documents else ()
    elif element is None:
        yield Fault(
            "Meldingen sier ikke hvilken pasient den gjelder; mottakeren må avvise den med E36.",
            message.info,
            expected="Patient med fornavn, etternavn og fødselsnummer eller D-nummer",
            found="ingen Patient",
            fix="Legg inn Patient sist i MsgInfo.",
        )
    else:
        yield from _content(element)


def _persons(message: Message) -> Iterator[Judgement]:
    """Those that a query or its answer names; that each has one number is inferred from what is done with them."""
    for listed in (found for found in message.payloads if local_name(found) == LIST):
        for person in listed.iterchildren("{*}Person"):
            types = [value(ident, "fk1:TypeId") for ident in nodes(person, "fk1:Ident")]
            if len(types) != 1 or types[0] not in NATIONAL:
                yield Fault(
                    "En person i listen har ikke nøyaktig ett fødselsnummer eller D-nummer.",
                    person,
                    expected='én Ident med TypeId V="FNR" eller V="DNR"',
                    found=count_idents(types),
                    fix="Oppgi ett fødselsnummer eller D-nummer.",
                    clause="HITS 1217:2018, 3.9.2",
                    remark=True,
                )


def _content(element: etree._Element) -> Iterator[Judgement]:
    fields = named(element)
    for name, word in (("FamilyName", "etternavn"), ("GivenName", "fornavn")):
        if not text(fields.get(name)):
            yield Fault(
                f"Pasienten mangler {word}.",
                near(element, f"mh:{name}"),
                expected=f"{name} med innhold",
                found="tomt eller ikke til stede",
                fix=f"Fyll ut {name} fra Folkeregisteret.",
            )
    idents = nodes(element, "mh:Ident")
    types = [value(ident, "mh:TypeId") for ident in idents]
    if len(idents) == 1 and types[0] in NATIONAL:
        yield from _number(idents[0], types[0])
    else:
        yield _wrong_idents(element, types)


def _wrong_idents(element: etree._Element, types: list[str]) -> Fault:
    other_reading = _described(element, types)
    return Fault(
        "HIS 80603 tillater dette, men guiden for Helsenorge godtar bare fødselsnummer og D-nummer på pasienten."
        if other_reading
        else "Pasienten har ikke nøyaktig ett fødselsnummer eller D-nummer; mottakeren må avvise meldingen med E36.",
        element,
        expected='én Ident med TypeId V="FNR" eller V="DNR"',
        found=count_idents(types),
        fix="La det stå ett fødselsnummer eller ett D-nummer på pasienten, og ingen andre identer.",
        remark=other_reading,
    )


def _described(element: etree._Element, types: list[str]) -> bool:
    """What HIS 80603 accepts of a patient without a national number."""
    described = bool(value(element, "mh:Sex")) and bool(text(child(element, "DateOfBirth")))
    return types == ["FHN"] or (not types and described)


def count_idents(types: list[str]) -> str:
    """How many identifiers there are, and of which types."""
    if not types:
        return "ingen Ident"
    return (
        f"{len(types)} {'ident' if len(types) == 1 else 'identer'}: {', '.join(kind or 'uten type' for kind in types)}"
    )


def _number(ident: etree._Element, kind: str) -> Iterator[Judgement]:
    yield from list_faults(node(ident, "mh:TypeId"), "Pasientens nummer er merket med feil kodeverk.")
    yield from number_faults(node(ident, "mh:Id"), kind)


def list_faults(type_id: etree._Element | None, problem: str) -> Iterator[Judgement]:
    """Whether the type of a number is of the list for persons."""
    list_oid = "" if type_id is None else (type_id.get("S") or "")
    if list_oid != oid(8116):
        yield Fault(
            problem,
            type_id,
            expected=f'S="{oid(8116)}"',
            found=f'S="{list_oid}"' if list_oid else "ingen S",
            fix=f'Sett S="{oid(8116)}" på TypeId.',
        )


def number_faults(element: etree._Element | None, kind: str) -> Iterator[Judgement]:
    """What can be said of a national number without knowing the person; the check digits are never an error."""
    number = text(element)
    seen = classify(number)
    if not number:
        yield Fault(
            "Identen er tom.",
            element,
            expected="11 sifre",
            found="tomt",
            fix="Fyll ut nummeret.",
        )
    elif seen is None:
        yield Fault(
            "Nummeret er ikke 11 sifre.",
            element,
            expected="11 sifre uten mellomrom",
            found=f"{len(number)} tegn",
            fix="Skriv nummeret med 11 sifre.",
        )
    elif not seen.check_digits_ok:
        yield Fault(
            "Kontrollsifrene i nummeret stemmer ikke.",
            element,
            expected="riktige kontrollsifre",
            found=number if seen.synthetic else "*" * len(number),
            fix="Sjekk nummeret. Testpersoner har også riktige kontrollsifre.",
            remark=True,
        )
    elif seen.kind != kind and seen.kind in (IdKind.FNR, IdKind.DNR):
        yield Fault(
            "Typen passer ikke til nummeret.",
            element,
            expected=f'TypeId V="{seen.kind.value}"',
            found=f'TypeId V="{kind}"',
            fix="D-nummer har 4 lagt til første siffer og skal ha typen DNR; fødselsnummer skal ha FNR.",
            remark=True,
        )


@rule(
    "ID-01",
    clause="Husregel: bare syntetiske personer i test",
    title="Filen har ikke nummer som kan tilhøre en levende person",
    level=Level.BOER,
    mark=Mark.INFERRED,
    on=(*READABLE, Kind.FHIR),
)
def no_real_numbers(message: Message) -> Iterator[Judgement]:
    """Validating only warns; the number is starred out wherever it is shown."""
    for element in message.root.iter("{*}Id"):
        if _is_real(number := text(element)):
            yield _real(number, element)
    root = xml_root(message)
    for at, found in walk(message.resource or {}):
        if isinstance(found, str) and _is_real(found):
            yield _real(found, None, at) if root is None else _real(found, locate(root, at))


def _is_real(number: str) -> bool:
    return len(number) == DIGITS and is_real_range(number)


def _real(number: str, element: etree._Element | None, where: str = "") -> Fault:
    return Fault(
        "Nummeret kan tilhøre en levende person; vi viser det ikke.",
        element,
        expected="et syntetisk nummer (måned + 65 fra NHN eller + 80 fra Skatteetaten)",
        found=mask(number),
        fix="Bruk en syntetisk testperson. Er personen ekte, så behandle filen som pasientopplysninger.",
        where=where,
    )
