"""A37 to A40: the status of a time, extensions, who takes part, and one time to a message (HITS 1217:2018, 2.8)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from standards.rules.appointments import event_property, is_push
from standards.rules.calendars import STATES
from standards.rules.model import Level
from standards.rules.register import Fault, Judgement, rule
from standards.rules.view import Message, local_name, near, node, nodes, text

CLAUSE = "HITS 1217:2018, 2.8"
DONE, DONE_CODE = "COMPLETED", "MOA"
PLANNED = "01"
"""Its statuses are A19, but not how they are written."""
WINDOW = "tidsvindu"
SPECIALIST = "DIALOG_INNBYGGER_TIMER"
PEOPLE = ("x:properties/x:attendee", "x:properties/x:organizer")


@rule("A37", clause=CLAUSE, title="Timen har en status som guiden eller eksemplene har", about=("event",))
def known_status(message: Message) -> Iterator[Judgement]:
    """The schema takes any text; COMPLETED stands only in the official examples of MOA, so elsewhere it is remarked."""
    for event in message.events:
        status = event_property(event, "status")
        known = status.upper() in (*STATES, DONE)
        written = status in (*STATES, DONE)
        if message.code == PLANNED and (written or not known):
            continue
        if not status or (written and (status != DONE or message.code == DONE_CODE)):
            continue
        yield Fault(
            "COMPLETED sier at timen er gjennomført; det hører til meldingen MOA."
            if status == DONE
            else "Statusen på timen er ikke en av dem som guiden har.",
            near(event, "x:properties/x:status"),
            expected=", ".join(STATES) + f"; {DONE} med {DONE_CODE}",
            found=status,
            fix="Skriv statusen med store bokstaver, eller utelat den.",
            remark=known,
        )


@rule(
    "A38",
    clause="HITS 1217:2018, 2.8; iCalendar-utvidelsene",
    title="Utvidelsene i xCal står der de hører hjemme",
    level=Level.BOER,
    about=("event",),
)
def extensions(message: Message) -> Iterator[Judgement]:
    """x-available-at is A35 and x-cancellation-reason A27; here the expected duration and the referral."""
    for event in message.events:
        duration = node(event, "x:properties/x:x-expected-duration")
        referral = node(event, "x:properties/x:x-referral-id")
        names = {text(found).casefold() for found in nodes(event, "x:properties/x:categories/x:text")}
        if duration is not None and WINDOW not in names:
            yield Fault(
                "Timen har forventet varighet, men sier ikke at start og slutt er et tidsvindu.",
                duration,
                expected="kategorien Tidsvindu ved siden av x-expected-duration",
                found=", ".join(sorted(names)) or "ingen kategori",
                fix="Sett kategorien Tidsvindu, eller fjern x-expected-duration.",
            )
        if referral is not None and message.type != SPECIALIST:
            yield Fault(
                "Henvisningen (x-referral-id) brukes bare av spesialisthelsetjenesten.",
                referral,
                expected="ingen x-referral-id",
                found=text(referral) or "tom",
                fix="Fjern x-referral-id.",
            )


@rule(
    "A39",
    clause=CLAUSE,
    title="Den som kommer, og den som er ansvarlig, står med navn og adresse",
    level=Level.BOER,
    about=("event",),
)
def people_have_names(message: Message) -> Iterator[Judgement]:
    """One attendee for each employee: the name in cn, the address as mailto."""
    for event in message.events:
        for person in (found for path in PEOPLE for found in nodes(event, path)):
            yield from _person(person)


def _person(person: etree._Element) -> Iterator[Judgement]:
    name, kind = text(node(person, "x:parameters/x:cn")), local_name(person)
    address = text(node(person, "x:cal-address"))
    if not name:
        yield Fault(
            f"En {kind} har ikke noe navn, så innbyggeren ser ikke hvem det er.",
            person,
            expected="navnet i parameters/cn",
            found="tomt eller ikke til stede",
            fix="Skriv navnet i cn.",
        )
    if address and not address.casefold().startswith("mailto:"):
        yield Fault(
            f"Adressen til {kind} begynner ikke med mailto.",
            person,
            expected="cal-address som mailto:",
            found=address,
            fix="Skriv adressen som mailto: og en e-postadresse.",
        )


@rule(
    "A40",
    clause="HITS 1217:2018, 3.4.1",
    title="En Avtale forteller om én time",
    level=Level.BOER,
    about=("event",),
)
def one_time_each(message: Message) -> Iterator[Judgement]:
    """The guide has one message for each time and change; a series is one time here."""
    if len(message.events) > 1 and is_push(message):
        yield Fault(
            "Meldingen forteller om flere timer; guiden har én melding for hver time og endring.",
            message.events[1],
            expected="én vevent",
            found=f"{len(message.events)} vevent",
            fix="Send én Avtale for hver time.",
        )
