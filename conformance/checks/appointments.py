"""What Helsenorge must get about an appointment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from conformance.checks.register import RULES
from conformance.checks.timebook import same_minute
from conformance.reading import Inbound
from conformance.writing.helsenorge import OSLO
from standards import xml
from standards.processes import DIGITALBRUKER, HELSEKONTAKT, TJENESTEOVERSIKT
from standards.rules.model import Finding

Findings = tuple[Finding, ...]

PUSH = "DIALOG_INNBYGGER_AVTALEUTSENDING"
PUSH_TYPES = frozenset({PUSH, "DIALOG_INNBYGGER_TIMERESERVASJON"})
BETWEEN_SYSTEMS = frozenset({DIGITALBRUKER.code, TJENESTEOVERSIKT.code, HELSEKONTAKT.code})
"""What keeps two systems in step, and tells no citizen anything."""
PUSH_CODES = frozenset({"05", "07", "08", "11", "MOA"})
TOLD = frozenset({"05", "07", "08"})
"""What tells the citizen that the appointment stands, or that it does not."""
_EVENT = "/mh:MsgHead/mh:Document/mh:RefDoc/mh:Content/x:icalendar/x:vcalendar/x:components/x:vevent/x:properties"


@dataclass(frozen=True)
class Planned:
    """An appointment as staff registered it; times are local without zone."""

    id: str
    patient: str
    start: str
    end: str
    location: str
    owners: frozenset[str]
    """HER-ids of the services that may own it."""


def is_push(message: Inbound, patient: str = "") -> bool:
    """A message about an appointment that the EPJ sends unasked, for that patient if one is given."""
    unasked = message.kind == "melding" and message.element == "Foresporsel" and message.code in PUSH_CODES
    return unasked and patient in ("", message.patient_id)


def exactly_one(messages: Sequence[Inbound], code: str) -> Findings:
    """One event gives one message with that code and nothing beside it."""
    rule = RULES["A17" if code == "11" else "A16"]
    codes = [message.code for message in messages]
    if codes == [code]:
        return _other_process(messages[0])
    return (
        rule.finding(
            f"Helsenorge fikk {len(codes)} meldinger om timen, ventet nøyaktig én med kode {code}.",
            where="Foresporsel/TypeForesp",
            expected=f"én melding med kode {code}",
            found=", ".join(f"kode {found or 'uten kode'}" for found in codes) or "ingen melding",
            fix=f"Send bare kode {code} for denne hendelsen.",
            item=messages[-1].item if messages else None,
        ),
    )


def _other_process(message: Inbound) -> Findings:
    if message.type in PUSH_TYPES:
        return ()
    return (
        RULES["MH-03"].finding(
            "Meldingen om timen er sendt under en annen prosess enn den Helsenorge tar imot timer i.",
            where="/mh:MsgHead/mh:MsgInfo/mh:Type",
            expected=" eller ".join(sorted(PUSH_TYPES)),
            found=message.type or "ingen Type",
            item=message.item,
        ),
    )


def is_as_registered(message: Inbound, planned: Planned) -> Findings:
    """Start, end, place and owner of the calendar event are what staff registered; the place may say more than that."""
    pairs = (
        ("dtstart", message.start, planned.start, same_minute(local_time(message.start), planned.start)),
        ("dtend", message.end, planned.end, same_minute(local_time(message.end), planned.end)),
        ("location", message.location, planned.location, planned.location in message.location),
        ("contact", message.contact, " eller ".join(sorted(planned.owners)), message.contact in planned.owners),
    )
    return tuple(
        RULES["A10"].finding(
            f"{name} i meldingen er ikke som timen i journalen.",
            where=f"{_EVENT}/x:{name}",
            line=_line(message, name),
            expected=expected,
            found=found or "mangler",
            fix="Send lokal tid uten sone eller UTC med Z, og sted og ansvarlig enhet slik de er registrert.",
            item=message.item,
        )
        for name, found, expected, right in pairs
        if not right
    ) + _other_times(message, planned)


def _other_times(message: Inbound, planned: Planned) -> Findings:
    """One message is about one appointment: a further event at another time is somebody's other appointment."""
    starts = [text_of(element) for element in message.elements(f"{_EVENT}/x:dtstart/x:date-time")]
    return tuple(
        RULES["A16"].finding(
            "Meldingen har en time til, som er en annen enn den hendelsen gjelder.",
            where=f"{_EVENT}/x:dtstart",
            expected="bare timen som ble satt opp eller endret",
            found=start,
            fix="Send én melding for hver time.",
            item=message.item,
        )
        for start in starts[1:]
        if not same_minute(local_time(start), planned.start)
    )


def is_the_planned_one(message: Inbound, told: Sequence[Inbound], planned: Planned) -> Findings:
    """A message that is not the first is about the appointment told of before; else its time tells which it is."""
    if told:
        return is_same_appointment([*told, message])
    if same_minute(local_time(message.start), planned.start):
        return ()
    return (
        RULES["AVT-01"].finding(
            f"Meldingen med kode {message.code} gjelder en annen time enn den hendelsen gjaldt.",
            where=f"{_EVENT}/x:dtstart",
            line=_line(message, "dtstart"),
            expected=planned.start,
            found=message.start or "mangler",
            item=message.item,
        ),
    )


def is_about(message: Inbound, patient: str) -> Findings:
    """The patient of the message is the one in the journal."""
    if message.patient_id == patient:
        return ()
    return (
        RULES["MH-06"].finding(
            "Meldingen gjelder feil pasient.",
            where="/mh:MsgHead/mh:MsgInfo/mh:Patient/mh:Ident/mh:Id",
            expected=patient,
            found=message.patient_id or "ingen pasient",
            item=message.item,
        ),
    )


def keys_of(message: Inbound) -> frozenset[str]:
    """The ids that an appointment may be known by: uid and related-to (the sources differ on which is which)."""
    return frozenset(key.lower() for key in (message.uid, message.related_to) if key)


def is_same_appointment(messages: Sequence[Inbound]) -> Findings:
    """Every later message shares an id with one before it."""
    if not messages:
        return ()
    first, *later = messages
    known = [frozenset().union(*map(keys_of, messages[: place + 1])) for place in range(len(later))]
    return tuple(
        RULES["AVT-01"].finding(
            f"Meldingen med kode {message.code} kan ikke knyttes til timen som ble meldt med kode {first.code}.",
            where=f"{_EVENT}/x:uid",
            line=_line(message, "uid"),
            expected=f"uid eller related-to blant {', '.join(sorted(before))}",
            found=", ".join(sorted(keys_of(message))) or "verken uid eller related-to",
            fix="Behold uid, eller la related-to vise til den opprinnelige timen.",
            item=message.item,
        )
        for message, before in zip(later, known, strict=True)
        if not before & keys_of(message)
    )


def convention(messages: Iterable[Inbound]) -> str:
    """Which of the two id conventions was seen, for the report (bokmål)."""
    uids = {message.uid for message in messages if message.uid}
    kind = "samme uid gjennom hele forløpet" if len(uids) == 1 else "ny uid ved endring, knyttet med related-to"
    return f"Journalen bruker {kind}. Kildene tillater begge deler."


def nothing_more(messages: Sequence[Inbound], answer: str) -> Findings:
    """No message about the appointment beside the answer; a remark, but an error when it contradicts the answer."""
    return tuple(
        RULES["AVT-02" if (message.code == "08") != (answer == "08") and message.code in TOLD else "A15"].finding(
            f"Helsenorge fikk en melding til om timen, med kode {message.code}, etter svaret {answer}.",
            where="Foresporsel/TypeForesp",
            expected="ingen flere meldinger om timen",
            found=f"kode {message.code}",
            item=message.item,
        )
        for message in messages
    )


def held_by_one(planned: Sequence[Planned]) -> Findings:
    """Nobody else got the practitioner whom the first patient has at that time; the adapter said so when asked."""
    first, *others = planned
    return tuple(
        RULES["AVT-05"].finding(
            "To pasienter fikk time hos den samme behandleren på samme tid.",
            where="timeboken",
            expected=f"én time {first.start} hos behandleren",
            found="to timer",
            fix="Si nei når behandleren er opptatt, også når to bestiller samtidig.",
        )
        for _ in others
    )


def stopped_sending(messages: Sequence[Inbound]) -> Findings:
    """After E35 nothing more is sent to the citizen; asking for the status, and what tells her nothing, is allowed."""
    return tuple(
        RULES["A22"].finding(
            "Journalen sendte en melding til om en innbygger som ikke er digitalt aktiv.",
            expected="ingen meldinger etter E35",
            found=message.describe(),
            fix="Merk innbyggeren som ikke aktiv når E35 kommer, og vent på beskjed fra Helsenorge.",
            item=message.item,
        )
        for message in messages
        if message.type not in BETWEEN_SYSTEMS
    )


def text_of(element: etree._Element) -> str:
    """The trimmed text of an element."""
    return (element.text or "").strip()


def local_time(found: str) -> str:
    """The time as staff read it: xCal holds local time without zone, or UTC with a Z (RFC 5545, 3.3.5)."""
    try:
        moment = datetime.fromisoformat(found)
    except ValueError:
        return found
    return moment.astimezone(OSLO).replace(tzinfo=None).isoformat() if moment.tzinfo else found


def _line(message: Inbound, name: str) -> int:
    elements = message.elements(f"{_EVENT}/x:{name}")
    return xml.line_of(elements[0]) if elements else 0
