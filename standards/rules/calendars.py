"""A18, A19, A26, A27 and A34: lists of times, series and why a time is off (HITS 1217:2018, 2.8, 3.4.2 and 3.4.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from standards.processes import TIMERESERVASJON
from standards.rules.appointments import event_property
from standards.rules.fhir_structure import FHIR_KINDS, zones
from standards.rules.register import Fault, Judgement, rule
from standards.rules.view import Message, child, near, node, nodes, text
from standards.xml import XCAL

LONGEST = 28
FREQUENCIES = ("DAILY", "WEEKLY")
STATES = ("TENTATIVE", "CONFIRMED", "CANCELLED")
HOME = "Hjemmebesøk"
WANTED = dict.fromkeys(
    ("TENTATIVE", "CANCELLED"),
    (
        ("x:organizer", "organizer"),
        ("x:categories/x:text[starts-with(translate(., 'TJENSID', 'tjensid'), 'tjenesteid:')]", "TjenesteId"),
        ("x:summary", "summary"),
        ("x:location", "location"),
    ),
)
"""What a visit that is planned or called off tells; when it is confirmed, who comes."""
OFFSET = re.compile(r"[+-]\d\d:?\d\d$")


@rule(
    "A18",
    clause="HITS 1217:2018, 3.4.2",
    title="Ledige timer spørres for høyst 28 dager; 03 har timer som xCal, 04 har ingen",
)
def free_times(message: Message) -> Iterator[Judgement]:
    """HLT and its answers."""
    if message.type != TIMERESERVASJON.code or message.body is None:
        return
    if message.code == "HLT":
        yield from _range(message.body)
    elif message.code in {"03", "04"}:
        yield from _listed(message, wanted=message.code == "03")


def _range(body: etree._Element) -> Iterator[Judgement]:
    first, last = (_date(text(child(body, name))) for name in ("FraDato", "TilDato"))
    if first is None or last is None:
        return  # missing dates are DM-04, unreadable ones MH-01
    days = (last - first).days
    if not 0 <= days <= LONGEST:
        yield Fault(
            "Det spørres om ledige timer for mer enn fire uker." if days > 0 else "TilDato er før FraDato.",
            child(body, "TilDato"),
            expected=f"en dato fra {first} og høyst {LONGEST} dager fram",
            found=f"{last} ({days} dager)",
            fix="Spør om høyst fire uker om gangen.",
        )


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _listed(message: Message, *, wanted: bool) -> Iterator[Judgement]:
    if bool(message.events) == wanted:
        return
    yield Fault(
        f"Kode {message.code} skal {'ha timer' if wanted else 'ikke ha timer'} som xCal.",
        message.calendars[0] if message.calendars else message.root,
        expected="et dokument med icalendar og minst én vevent" if wanted else "ingen timer",
        found=f"{len(message.events)} vevent",
        fix="Bruk 01 og 03 når det er timer å vise, 02 og 04 når det ikke er noen.",
    )


@rule(
    "A19",
    clause="HITS 1217:2018, 3.4.4",
    title="01 har planlagte timer som xCal med status, 02 har ingen",
)
def planned_times(message: Message) -> Iterator[Judgement]:
    """What each kind of visit tells beyond its status is a remark: the guide describes it without demanding it."""
    if message.type != TIMERESERVASJON.code or message.code not in {"01", "02"}:
        return
    yield from _listed(message, wanted=message.code == "01")
    made = text(node(message.info, "mh:GenDate"))[:10]
    for event in message.events if message.code == "01" else ():
        yield from _state(event, event_property(event, "status").upper())
        yield from _from_today(event, made)


def _from_today(event: etree._Element, made: str) -> Iterator[Judgement]:
    """The day of the answer is its GenDate; a series is moved to that day."""
    start = event_property(event, "dtstart")[:10]
    if made and start and start < made:
        yield Fault(
            "Timen begynner før dagen svaret ble laget; guiden har planlagte timer fra i dag.",
            near(event, "x:properties/x:dtstart"),
            expected=f"{made} eller senere; en serie begynner i dag",
            found=start,
            fix="Utelat timer som er passert, og flytt starten på en serie til i dag.",
            remark=True,
        )


def _state(event: etree._Element, status: str) -> Iterator[Judgement]:
    yield from _shown(event, status)
    if status not in STATES:
        yield Fault(
            "Timen sier ikke om den er planlagt, bekreftet eller avlyst.",
            near(event, "x:properties/x:status"),
            expected=", ".join(STATES),
            found=status or "ingen status",
            fix="Sett TENTATIVE for planlagt, CONFIRMED for bekreftet og CANCELLED for avlyst.",
            remark=status in {"", "COMPLETED"},
        )
    if status == "CONFIRMED":
        yield from _confirmed(event)


def _shown(event: etree._Element, status: str) -> Iterator[Judgement]:
    """What the citizen is to see of a visit."""
    missing = [word for path, word in WANTED.get(status, ()) if not nodes(event, f"x:properties/{path}")]
    if missing:
        yield Fault(
            f"Den {'planlagte' if status == 'TENTATIVE' else 'avlyste'} timen mangler noe som innbyggeren skal se.",
            near(event, "x:properties"),
            expected="organizer, TjenesteId i categories, summary og location",
            found=f"mangler {', '.join(missing)}",
            fix="Fyll ut det som mangler.",
            remark=True,
        )
    if (place := event_property(event, "location")) not in {"", HOME}:
        yield Fault(
            "Stedet for et besøk er skrevet på en annen måte enn guiden har.",
            near(event, "x:properties/x:location"),
            expected=HOME,
            found=place,
            fix=f"Skriv {HOME}; bare hjemmetjenester viser planlagte timer.",
            remark=True,
        )


def _confirmed(event: etree._Element) -> Iterator[Judgement]:
    """A confirmed visit is one event, and says who comes."""
    if node(event, "x:properties/x:rrule") is not None:
        yield Fault(
            "En bekreftet time er en serie; guiden har én vevent for hvert bekreftet besøk.",
            near(event, "x:properties/x:rrule"),
            expected="én vevent for hvert besøk",
            found="rrule",
            fix="Send de bekreftede besøkene hver for seg, og serien som TENTATIVE.",
            remark=True,
        )
    if node(event, "x:properties/x:attendee") is None:
        yield Fault(
            "En bekreftet time sier ikke hvem som kommer.",
            near(event, "x:properties"),
            expected="attendee med navnet (cn), én for hver ansatt",
            found="ingen attendee",
            fix="Oppgi den eller de ansatte som kommer.",
            remark=True,
        )


@rule(
    "A26",
    clause="HITS 1217:2018, 2.8",
    title="En serie går daglig eller ukentlig, og exdate har én dato hver",
    about=("event",),
)
def series(message: Message) -> Iterator[Judgement]:
    """Recurring home visits."""
    repeating = [found for event in message.events for found in nodes(event, "x:properties/x:rrule")]
    for frequency in (found for one in repeating for found in one.iterdescendants(f"{{{XCAL}}}freq")):
        if text(frequency).upper() not in FREQUENCIES:
            yield Fault(
                "Serien går verken daglig eller ukentlig.",
                frequency,
                expected=" eller ".join(FREQUENCIES),
                found=text(frequency) or "tom freq",
                fix="Skriv serien som DAILY eller WEEKLY med interval, eller send timene hver for seg.",
            )
    for excluded in (found for event in message.events for found in nodes(event, "x:properties/x:exdate")):
        dates = nodes(excluded, "x:date-time | x:date")
        if len(dates) > 1:
            yield Fault(
                "exdate har flere datoer.",
                excluded,
                expected="én dato i hver exdate",
                found=f"{len(dates)} datoer",
                fix="Skriv en exdate for hver dato som er unntatt.",
            )


@rule(
    "A27",
    clause="HITS 1217:2018, 2.8; iCalendar-utvidelsen for kommuner",
    title="Grunnen til avlysning står bare på timer med status CANCELLED",
    about=("event",),
)
def cancellation_reason(message: Message) -> Iterator[Judgement]:
    """The four values are the schema's matter; an appointment that is off by its code may lack the status."""
    for event in message.events:
        reason, status = node(event, "x:properties/x:x-cancellation-reason"), event_property(event, "status")
        if reason is not None and status.upper() != "CANCELLED":
            yield Fault(
                "Timen har en grunn til avlysning, men er ikke merket som avlyst.",
                reason,
                expected="status CANCELLED",
                found=f"status {status}" if status else "ingen status",
                fix="Sett status CANCELLED, eller fjern x-cancellation-reason.",
                remark=not status and message.code == "08",
            )


@rule(
    "A34",
    clause="HITS 1217:2018, 2.8; RFC 6321",
    title="Tider i xCal er lokal tid uten sone, eller UTC med Z; tider i FHIR har sone",
    on=FHIR_KINDS,
    about=("event", "resource"),
)
def time_zones(message: Message) -> Iterator[Judgement]:
    """A numeric offset is refused by the schema too."""
    yield from zones(message)
    for event in message.events:
        for moment in nodes(event, "x:properties/*/x:date-time"):
            if OFFSET.search(text(moment).partition("T")[2]):
                yield Fault(
                    "Tiden har tidssone som tall; det har ikke xCal.",
                    moment,
                    expected="lokal tid uten sone, for eksempel 2026-12-01T10:00:00, eller UTC med Z",
                    found=text(moment),
                    fix="Skriv norsk tid uten sone.",
                )
        ends = [event_property(event, name) for name in ("dtstart", "dtend")]
        if all(ends) and len({moment.endswith("Z") for moment in ends}) == 2:
            yield Fault(
                "Starten og slutten er ikke skrevet i samme sone, så timen kan vises med feil lengde.",
                near(event, "x:properties/x:dtend"),
                expected="begge uten sone, eller begge med Z",
                found=" og ".join(ends),
                fix="Skriv begge som norsk tid uten sone.",
                remark=True,
            )
