"""A09 to A17: appointments as xCal around a Dialogmelding (HITS 1217:2018 2.8, 3.4, 3.7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from standards.build import parse_time
from standards.exchange import Role
from standards.identifiers import is_her_id
from standards.rules.conversation import Conversation, Entry, unique
from standards.rules.hodemelding import UUID
from standards.rules.model import Level, Mark, Scope
from standards.rules.parties import her_id, level1, level2
from standards.rules.register import Fault, Judgement, Silent, rule, scenario_rule
from standards.rules.view import Message, local_name, near, node, nodes, text
from standards.xml import XCAL, name_of

PROPERTIES = f"{{{XCAL}}}properties"
PUSH_CODES = ("05", "07", "08", "11", "MOA")
RELATED = "x:properties/x:related-to/*[self::x:uri or self::x:uid or self::x:text]"
LISTING = ("01", "03")
"""Codes whose calendar is A18 and A19."""
ANSWERS = ("08", "09", "26", "30")

A15 = scenario_rule(
    "A15",
    clause="HITS 1217:2018, 3.4.1",
    title="Etter svaret 08 sendes ingen ny avlysning (Avtale 08) for samme time",
    mark=Mark.INFERRED,
)
A16 = scenario_rule(
    "A16", clause="HITS 1217:2018, 3.4.1", title="En flyttet time gir nøyaktig én Avtale 07, ikke 08 og 05"
)
A17 = scenario_rule("A17", clause="HITS 1217:2018, 3.4.1", title="En pasient som ikke møtte, gir Avtale 11")


def is_push(message: Message) -> bool:
    """Whether this is an Avtale that the EPJ sends unasked."""
    return message.process is not None and message.element == "Foresporsel" and message.code in PUSH_CODES


@rule("A09", clause="HITS 1217:2018, 3.4.1", title="Avtale har ikke spørsmål, emne, helsepersonelliste eller vedlegg")
def push_content(message: Message) -> Iterator[Judgement]:
    """Pasientrelasjon in an Avtale is PR-01."""
    if not is_push(message) or message.body is None:
        return
    unwanted = [message.fields[name] for name in ("EmneSporsmal", "Sporsmal") if name in message.fields]
    unwanted += [item for item in message.payloads if local_name(item) == "HelsepersonelListe"]
    unwanted += message.containers
    for element in unwanted:
        yield Fault(
            f"Avtale med kode {message.code} skal ikke ha {etree.QName(element).localname}; Helsenorge viser det ikke.",
            element,
            expected="Foresporsel med TypeForesp, og timen som xCal",
            found=name_of(element),
            fix="Fjern det. Opplysninger om timen står i xCal (summary, description, location).",
        )


@rule(
    "A10",
    clause="HITS 1217:2018, 2.8",
    title="Timen er beskrevet som xCal 2.0 med start, slutt, uid og contact",
)
def calendar_content(message: Message) -> Iterator[Judgement]:
    """Required where the code demands it; what is there must be whole."""
    required = message.step is not None and message.step.calendar == "required" and message.code not in LISTING
    if required and not message.events:
        yield Fault(
            f"Kode {message.code} skal ha timen som xCal, men meldingen har ingen.",
            message.calendars[0] if message.calendars else message.root,
            expected="et dokument med icalendar og én vevent",
            found="icalendar uten vevent" if message.calendars else "ingen icalendar",
            fix="Legg timen i et eget Document som xCal.",
        )
    for calendar in (found for each in message.calendars for found in nodes(each, "x:vcalendar")):
        yield from _calendar(calendar)
    for event in message.events:
        yield from _event(event)


def _calendar(calendar: etree._Element) -> Iterator[Judgement]:
    version = text(node(calendar, "x:properties/x:version/x:text"))
    if version != "2.0":
        yield Fault(
            "vcalendar sier ikke versjon 2.0.",
            near(calendar, "x:properties/x:version"),
            expected="2.0",
            found=version or "ingen version",
            fix="Skriv <version><text>2.0</text></version>.",
        )
    if not text(node(calendar, "x:properties/x:prodid/x:text")):
        yield Fault(
            "vcalendar mangler prodid (programmet som laget timen).",
            near(calendar, "x:properties"),
            expected="prodid med tekst",
            found="tomt eller ikke til stede",
            fix="Skriv navnet på EPJ-en i prodid.",
        )


def _event(event: etree._Element) -> Iterator[Judgement]:
    for name, word in (("dtstart", "start"), ("uid", "uid"), ("contact", "contact (HER-id til den som eier timen)")):
        if not event_property(event, name):
            yield _missing(event, name, word)
    if not event_property(event, "dtend"):
        lasting = node(event, "x:properties/x:duration") is not None
        yield _missing(event, "dtend", "slutt", lasting=lasting)


def _missing(event: etree._Element, name: str, word: str, *, lasting: bool = False) -> Fault:
    return Fault(
        "Timen har varighet i stedet for slutt; guiden er ikke enig med seg selv om det er lov."
        if lasting
        else f"Timen mangler {word}.",
        near(event, "x:properties"),
        expected=f"{name} med innhold",
        found="duration" if lasting else "tomt eller ikke til stede",
        fix=f"Fyll ut {name}.",
        remark=lasting,
    )


def event_property(event: etree._Element, name: str) -> str:
    """The value of a property of a vevent, without its parameters."""
    for properties in event.iterchildren(PROPERTIES):
        for item in properties.iterchildren(f"{{{XCAL}}}{name}"):
            for found in item.iterchildren("*"):
                if local_name(found) != "parameters":
                    return text(found)
    return ""


@rule(
    "A11",
    clause="HITS 1217:2018, 2.8",
    title="Timen slutter etter at den begynner, og contact er en HER-id som avsenderen kjenner",
    mark=Mark.INFERRED,
    about=("event",),
)
def sensible_event(message: Message) -> Iterator[Judgement]:
    """Only remarks; the schema takes any text as status."""
    if not message.events:
        return
    own = her_id(level2(message.root, "Sender"))
    for event in message.events:
        start, end = event_property(event, "dtstart"), event_property(event, "dtend")
        if not _ordered(parse_time(start), parse_time(end)):
            yield Fault(
                "Timen slutter ikke etter at den begynner.",
                near(event, "x:properties/x:dtend"),
                expected=f"et tidspunkt etter {start}",
                found=end,
                fix="Rett dtstart eller dtend.",
            )
        if is_push(message) and message.code in {"05", "07"} and event_property(event, "status").upper() == "CANCELLED":
            yield Fault(
                f"Timen er merket som avlyst, men kode {message.code} sier at den står.",
                near(event, "x:properties/x:status"),
                expected="CONFIRMED, TENTATIVE eller ingen status",
                found="CANCELLED",
                fix="Send kode 08 når timen er avlyst, og CANCELLED bare da.",
            )
        contact = event_property(event, "contact")
        if contact and not (is_her_id(contact) and (contact == own or contact in _in_head(message))):
            yield Fault(
                "contact er ikke en HER-id som står i meldingens hode; Helsenorge sender avbestillinger dit."
                if is_her_id(contact)
                else "contact er ikke en HER-id.",
                near(event, "x:properties/x:contact"),
                expected=f"HER-id til den som eier timen, for eksempel {own}",
                found=contact,
                fix="Sett contact til HER-id på nivå 2 for tjenesten som skal ha avbestillingen.",
            )


def _in_head(message: Message) -> set[str]:
    """The HER-ids of both sides."""
    return {her_id(level(message.root, side)) for level in (level1, level2) for side in ("Sender", "Receiver")}


def _ordered(start: datetime | None, end: datetime | None) -> bool:
    if start is None or end is None:
        return True
    return end.replace(tzinfo=None) > start.replace(tzinfo=None)


@rule("A12", clause="HITS 1217:2018, 2.8", title="uid er en UUID", level=Level.BOER, about=("event",))
def uid_is_uuid(message: Message) -> Iterator[Judgement]:
    """The guide's own samples break it, so it is a remark."""
    for event in message.events:
        uid = event_property(event, "uid")
        if uid and not UUID.fullmatch(uid):
            yield Fault(
                "uid er ikke en UUID. Guiden ber om det, men flere av dens egne eksempler bryter det.",
                near(event, "x:properties/x:uid"),
                expected="en UUID",
                found=uid,
                fix="Gi hver time sin egen UUID.",
            )


@rule(
    "A13",
    clause="HITS 1217:2018, 3.4.3.1",
    title="Avbestillingen gjentar uid og related-to fra avtalen",
    scope=Scope.EXCHANGE,
)
def cancellation_names_appointment(conversation: Conversation) -> Iterator[Judgement]:
    """The appointment is found by either id; both conventions of the guide pass."""
    for entry in conversation.messages:
        if not entry.judged or entry.message.code != "ART" or not entry.message.events:
            continue
        asked = _ids(entry.message.events[0])
        known = [ids for ids in _sent_appointments(conversation, entry) if set(asked) & set(ids) - {""}]
        if not known:
            yield Silent("Avtalen som avbestilles, er ikke sendt i denne samtalen.")
        elif asked not in known:
            expected = known[-1]
            yield Fault(
                "Avbestillingen har ikke samme uid og related-to som avtalen.",
                near(entry.message.events[0], "x:properties/x:uid"),
                expected=f"uid {expected[0]}, related-to {expected[1] or 'ikke til stede'}",
                found=f"uid {asked[0] or 'tom'}, related-to {asked[1] or 'ikke til stede'}",
                fix="Kopier begge verdiene slik de sto i avtalen.",
                item=entry.index,
                by=entry.sender,
            )


def _ids(event: etree._Element) -> tuple[str, str]:
    return event_property(event, "uid"), text(node(event, RELATED))


def _sent_appointments(conversation: Conversation, before: Entry) -> list[tuple[str, str]]:
    return [
        _ids(event)
        for entry in conversation.messages
        if entry.index < before.index and entry.sender is Role.EPJ and entry.message.code in {"01", "05", "07", "10"}
        for event in entry.message.events
    ]


@rule(
    "A14",
    clause="HITS 1217:2018, 3.7",
    title="En avbestilling får ett svar: 08 (godtatt), 09 (avslått), 26 eller 30",
    scope=Scope.EXCHANGE,
)
def one_answer_to_cancellation(conversation: Conversation) -> Iterator[Judgement]:
    """Whether an answer is due yet only a scenario can know."""
    for entry in unique(conversation.messages):
        if entry.message.code != "ART" or entry.sender is not Role.HELSENORGE:
            continue
        answers = unique(_answers(conversation, entry))
        if not answers:
            yield Silent("Avbestillingen er ikke besvart ennå; om svaret skulle ha kommet, vet bare et scenario.")
        for answer in answers:
            yield from _legal_answer(answer)
        for answer in answers[1:]:
            yield Fault(
                "Avbestillingen er besvart mer enn én gang.",
                answer.message.coded,
                expected="ett svar",
                found=f"{len(answers)} svar: {', '.join(each.message.code for each in answers)}",
                fix="Send svaret én gang, også når avbestillingen kommer to ganger.",
                item=answer.index,
                by=answer.sender,
            )


def _answers(conversation: Conversation, asked: Entry) -> list[Entry]:
    wanted = asked.message.msg_id.casefold()
    return [
        entry
        for entry in conversation.messages
        if entry.sender is Role.EPJ
        and entry.message.element == "Notat"
        and wanted in {entry.message.parent.casefold(), entry.message.conversation.casefold()}
    ]


def _legal_answer(answer: Entry) -> Iterator[Judgement]:
    # A code that the process does not have at all is DM-03's finding.
    if answer.message.code in ANSWERS or (answer.message.process is not None and not answer.message.coded_steps):
        return
    yield Fault(
        f"Koden {answer.message.code} er ikke et svar på en avbestilling.",
        answer.message.coded,
        expected="08, 09, 26 eller 30",
        found=answer.message.code,
        fix="Svar 08 når timen er avbestilt, 09 når den står, 26 eller 30 når forespørselen ikke kan behandles.",
        item=answer.index,
        by=answer.sender,
    )
