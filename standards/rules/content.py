"""DM-08 to DM-11 and MH-10: what stands inside the Dialogmelding, and what should not (HITS 1217:2018, 2.4)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from standards.exchange import Role
from standards.processes import JOURNAL, Step
from standards.rules.appointments import is_push
from standards.rules.conversation import Conversation, Entry
from standards.rules.model import Level, Mark, Scope
from standards.rules.register import BOTH, Fault, Judgement, rule
from standards.rules.view import Message, local_name, value_of
from standards.xml import NS, XHTML, name_of

APPOINTMENTS = ("TIMERESERVASJON", "AVTALEUTSENDING", "AVTALEAVBESTILLING", "TIMEONSKE", "TIMEONSKEUNGDOM")
PLAIN = tuple(f"{{{NS[prefix]}}}" for prefix in ("mh", "d10", "d11", "ar10", "ar11", "pr", "fk1"))
RICH = ("Sporsmal", "TekstNotatInnhold")
ACTIVE = frozenset({"script", "iframe", "object", "embed", "applet", "form", "link", "base"})
TEST_MARKS = {"D": "feilsøking", "T": "opplæring"}
LISTS = ("Personer", "HelsepersonelListe", "TjenesteOversikt")
TABLES = ("02", "04")
"""Codes whose lack of a calendar is A18 and A19."""
OF_APPOINTMENTS = frozenset(f"DIALOG_INNBYGGER_{name}" for name in APPOINTMENTS)
SEARCH = "HLT"
UNUSED = frozenset(
    {
        *("Formål", "Begrunnelse", "Hastegrad", "FraDato", "TilDato", "TypeJournalinfo", "DokIdForesp"),
        *("Merknad", "DokIdNotat", "DatoNotat"),
    }
)
"""What the Dialogmelding has and no message about appointments uses; the dates are those of a search."""


@rule(
    "DM-08",
    clause="KITHs akseptansetest for Dialogmelding, kriterium 15",
    title="Meldingen har ingen tomme elementer",
    level=Level.BOER,
    on=BOTH,
)
def no_empty_elements(message: Message) -> Iterator[Judgement]:
    """An element without text, attributes and children; xCal and XHTML need some of theirs."""
    for element in message.elements:
        if len(element) or (element.text or "").strip() or element.attrib or not element.tag.startswith(PLAIN):
            continue
        yield Fault(
            "Elementet er tomt.",
            element,
            expected=f"{name_of(element)} med innhold, eller ikke i det hele tatt",
            found="tomt",
            fix="Fyll ut elementet, eller utelat det når det ikke må være med.",
        )


@rule("DM-09", clause="HITS 1217:2018, 2.4", title="Formatert tekst er XHTML i en div, uten skript")
def formatted_text(message: Message) -> Iterator[Judgement]:
    """Elements of another namespace are an error; that scripts are unwanted is inferred."""
    for element in (fields[name] for fields in message.fields_of for name in RICH if name in fields):
        if not len(element):
            continue
        foreign = [item for item in element.iterdescendants(etree.Element) if etree.QName(item).namespace != XHTML]
        if foreign:
            yield Fault(
                "Teksten har elementer som ikke er XHTML, så Helsenorge kan ikke vise dem.",
                foreign[0],
                expected=f"ren tekst, eller en div i navnerommet {XHTML}",
                found=name_of(foreign[0]),
                fix="Legg formatert tekst i en div i XHTML-navnerommet, eller send ren tekst.",
                remark=message.between_actors,
            )
        elif any(etree.QName(item).localname != "div" for item in element.iterchildren(etree.Element)):
            yield _mild(next(element.iterchildren(etree.Element)), "Formatert tekst ligger ikke i en div.", "en div")
        for item in element.iterdescendants(etree.Element):
            if _active(item):
                yield _mild(
                    item, "Teksten har innhold som kan kjøre eller hente noe hos mottakeren.", "XHTML uten slikt"
                )


def _active(element: etree._Element) -> bool:
    attributes = {str(name).lower(): str(content).strip().lower() for name, content in element.attrib.items()}
    return (
        str(etree.QName(element).localname).lower() in ACTIVE
        or any(name.startswith("on") for name in attributes)
        or any(attributes.get(name, "").startswith(("javascript:", "data:")) for name in ("href", "src"))
    )


def _mild(element: etree._Element, problem: str, expected: str) -> Fault:
    return Fault(
        problem,
        element,
        expected=expected,
        found=name_of(element),
        fix="Send bare vanlig formatert tekst (XHTML 1.1) i en div.",
        remark=True,
    )


@rule(
    "DM-10",
    clause="HITS 1217:2018, 3.3 og 3.12",
    title="Innbyggeren svarer ikke i en tråd som ikke kan besvares (EKI, journalinnsyn)",
    scope=Scope.EXCHANGE,
    by_step=True,
)
def no_answer_in_closed_thread(conversation: Conversation) -> Iterator[Judgement]:
    """Refusals (26, 31) and notices (VUS) are not answers."""
    for entry in conversation.messages:
        if not entry.judged or entry.sender is not Role.HELSENORGE or entry.message.element != "Notat":
            continue
        opened = _opened_by(conversation, entry)
        closed = opened is not None and opened.sender is Role.EPJ and opened.message.code == "EKI"
        if (closed and entry.message.code == "22") or entry.message.type == JOURNAL.code:
            yield Fault(
                "Innbyggeren har svart i en tråd som ikke kan besvares.",
                entry.message.coded,
                expected="ingen svar fra Helsenorge i tråden",
                found=f"Notat med kode {entry.message.code}",
                fix="Bruk DI når innbyggeren skal kunne svare.",
                item=entry.index,
                by=entry.sender,
            )


def _opened_by(conversation: Conversation, entry: Entry) -> Entry | None:
    message = entry.message
    return conversation.by_msg_id(message.conversation) or conversation.by_msg_id(message.parent)


@rule(
    "DM-11",
    clause="HITS 1217:2018, kapittel 3",
    title="Elementer, timer og vedlegg som koden ikke bruker, er ikke med",
    level=Level.BOER,
    by_step=True,
)
def unused_content(message: Message) -> Iterator[Judgement]:
    """What is forbidden outright has rules of its own (A09, A18, A19)."""
    step, process = message.step, message.process
    if step is None or process is None:
        return
    unwanted = _unused_fields(message) if process.code in OF_APPOINTMENTS else []
    if not is_push(message):
        unwanted += _unused(message, step)
    for element in unwanted:
        yield Fault(
            f"{process.code} med kode {message.code} bruker ikke {etree.QName(element).localname}.",
            element,
            expected=f"ingen {etree.QName(element).localname}",
            found=name_of(element),
            fix="Utelat det; mottakeren viser det trolig ikke.",
            clause=process.clause,
        )


def _unused_fields(message: Message) -> list[etree._Element]:
    return [found for name, found in message.fields.items() if name in UNUSED and message.code != SEARCH]


def _unused(message: Message, step: Step) -> list[etree._Element]:
    unwanted = [message.fields[name] for name in step.forbidden if name in message.fields]
    if step.calendar == "none" and message.code not in TABLES:
        unwanted += message.calendars
    if not step.attachments:
        unwanted += message.containers
    unused = set(LISTS) - {*step.documents, *step.may_have, *step.absent}
    return unwanted + [found for found in message.payloads if local_name(found) in unused]


@rule(
    "MH-10",
    clause="HIS 80601:2006, ProcessingStatus",
    title="Meldingen er ikke merket som test eller opplæring når den brukes i produksjon",
    level=Level.BOER,
    mark=Mark.INFERRED,
)
def marked_as_test(message: Message) -> Iterator[Judgement]:
    """Nobody here knows whether it is production, so it is only said."""
    status = value_of(message.head.get("ProcessingStatus"))
    if status in TEST_MARKS:
        yield Fault(
            f"Meldingen er merket som {TEST_MARKS[status]}. Det er greit i test, men ikke i produksjon.",
            message.head.get("ProcessingStatus"),
            expected="P eller ingen ProcessingStatus i produksjon",
            found=status,
            fix="Sjekk at EPJ-en ikke setter merket i produksjon.",
        )
