"""What Helsenorge must get when a citizen searches for a free time, and books it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from lxml import etree

from conformance.checks.appointments import keys_of, local_time, text_of
from conformance.checks.register import RULES
from conformance.checks.timebook import same_minute
from conformance.lasting import end_of
from conformance.reading import Inbound
from conformance.writing.helsenorge import AppointmentRef
from standards import xml
from standards.rules.model import Finding

Findings = tuple[Finding, ...]

FOUND, NONE, BOOKED = "03", "04", "05"
MUST_CALL: Final = frozenset({"mustcall", "must-call"})
_EVENTS: Final = "//x:vevent/x:properties"


@dataclass(frozen=True)
class Offered:
    """One free time of an answer, as it stands there."""

    ref: AppointmentRef
    place: str
    must_call: bool

    @property
    def start(self) -> str:
        """The start in local time without zone."""
        return local_time(self.ref.start)


def offered(answer: Inbound) -> tuple[Offered, ...]:
    """The free times of an answer."""
    return tuple(_offered(event) for event in answer.elements(_EVENTS))


def _offered(event: etree._Element) -> Offered:
    def value(name: str) -> str:
        found = event.find(f"x:{name}/*", dict(xml.NS))
        return "" if found is None else text_of(found)

    categories = {text_of(found).lower() for found in event.iterfind("x:categories/x:text", dict(xml.NS))}
    ref = AppointmentRef(value("uid"), value("dtstart"), end_of(event), value("contact"))
    return Offered(ref, value("location"), bool(categories & MUST_CALL))


def at(found: Sequence[Offered], start: str, place: str = "") -> Offered | None:
    """The free time that begins then, at that place if one is given."""
    there = [one for one in found if same_minute(one.start, start)]
    return next((one for one in there if place in one.place), there[0] if there else None)


def answers_search(answer: Inbound) -> Findings:
    """On the queue that waits: 03 with times, or 04 without."""
    times = len(offered(answer))
    if answer.queue != "syncreply":
        return (
            RULES["A20"].finding(
                "Svaret på søket kom på en annen kø enn den som venter på svar.",
                where="/properties/to",
                expected="køen syncreply, som reply-to i spørsmålet sier",
                found=f"køen {answer.queue}",
                fix="Send svaret til køen i reply-to.",
                item=answer.item,
            ),
        )
    if answer.element == "Notat" and (answer.code, times > 0) in ((FOUND, True), (NONE, False)):
        return ()
    return (
        RULES["LT-06"].finding(
            f"Svaret på søket har kode {answer.code or '(ingen)'} og {times} timer.",
            where="Notat/TemaKodet",
            expected="03 med timer, eller 04 uten",
            found=f"{answer.element} {answer.code}, {times} timer",
            item=answer.item,
        ),
    )


def has(answer: Inbound, start: str) -> Findings:
    """The free time is in the answer, whole enough to be booked."""
    found = at(offered(answer), start)
    ref = found.ref if found else None
    if ref and ref.uid and ref.end and ref.contact:
        return ()
    return (
        RULES["LT-06"].finding(
            "Den ledige timen er ikke i svaret, eller den mangler det som trengs for å bestille den.",
            where="//x:vevent",
            expected=f"en time {start} med uid, dtend og contact",
            found=", ".join(one.start for one in offered(answer)) or "ingen timer",
            fix="Legg hver ledige time i perioden i svaret, med uid, dtstart, dtend og contact.",
            item=answer.item,
        ),
    )


def is_within(answer: Inbound, first: date, last: date) -> Findings:
    """Every free time is in the period that was asked about."""
    outside = [one.start for one in offered(answer) if not first.isoformat() <= one.start[:10] <= last.isoformat()]
    return tuple(
        RULES["LT-01"].finding(
            "Svaret har en time utenfor perioden det ble spurt om.",
            where="//x:vevent/x:properties/x:dtstart",
            expected=f"timer fra {first.isoformat()} til {last.isoformat()}",
            found=start,
            item=answer.item,
        )
        for start in outside
    )


def offers_not(answer: Inbound, start: str, place: str, why: str) -> Findings:
    """A time that nobody can book is not offered; one that is shown for the telephone only says so."""
    there = [one for one in offered(answer) if same_minute(one.start, start) and place in one.place]
    return tuple(
        RULES["LT-02"].finding(
            f"Innbyggeren får tilbud om en time som {why}.",
            where="//x:vevent",
            expected=f"ingen time {start}, eller en med timetypen MustCall",
            found=f"timen {one.start}, uid {one.ref.uid}",
            item=answer.item,
        )
        for one in there
        if not one.must_call
    )


def has_code(answer: Inbound, codes: Collection[str]) -> Findings:
    """The answer to a booking has one of these codes."""
    if answer.element == "Notat" and answer.code in codes:
        return ()
    return (
        RULES["LT-03"].finding(
            f"Svaret på bestillingen har kode {answer.code or '(ingen)'}.",
            where="Notat/TemaKodet",
            expected=" eller ".join(sorted(codes)),
            found=f"{answer.element} {answer.code}".strip(),
            item=answer.item,
        ),
    )


def is_only_answer(answers: Sequence[Inbound], rule: str) -> Findings:
    """A booking, and a wish, gets one business answer."""
    return tuple(
        RULES[rule].finding(
            "Innbyggeren fikk et svar til på det samme.",
            expected="ett svar",
            found=", ".join(f"kode {one.code}" for one in answers),
            fix="Send ett svar.",
            item=answer.item,
        )
        for answer in answers[1:]
    )


def is_not_both(codes: Sequence[str]) -> Findings:
    """Two who want the same time do not both get it."""
    if list(codes).count(BOOKED) < 2:
        return ()
    return (
        RULES["LT-03"].finding(
            "To familier fikk den samme timen.",
            where="Notat/TemaKodet",
            expected="05 til den ene, og 06 til den andre",
            found=" og ".join(codes),
            fix="Gi timen til den første, og svar 06 til den neste.",
        ),
    )


def confirms(answer: Inbound, slot: AppointmentRef) -> Findings:
    """The calendar of the confirmation has the time that was booked, and the id of the slot in either place."""
    if not answer.elements("//x:vevent"):
        return (
            RULES["LT-05"].finding(
                "Bekreftelsen har ingen kalender, så Helsenorge vet ikke hvilken time det ble.",
                where="//x:vevent",
                expected=f"timen {slot.start}",
                found="ingen kalender",
                item=answer.item,
            ),
        )
    same_time = same_minute(local_time(answer.start), local_time(slot.start))
    if same_time and slot.uid.lower() in keys_of(answer):
        return ()
    return (
        RULES["LT-04"].finding(
            "Bekreftelsen gjelder en annen time enn den som ble bestilt.",
            where="//x:vevent",
            expected=f"{local_time(slot.start)}, uid eller related-to {slot.uid}",
            found=f"{local_time(answer.start) or 'ingen tid'}, {', '.join(sorted(keys_of(answer))) or 'ingen id'}",
            item=answer.item,
        ),
    )


def planned_at(data: Mapping[str, Any], start: str) -> Mapping[str, Any] | None:
    """The standing appointment of the timebook that begins then."""
    standing = (one for one in data.get("appointments", ()) if one.get("status") == "planned")
    return next((one for one in standing if same_minute(str(one.get("start", "")), start)), None)


def is_planned(data: Mapping[str, Any], start: str) -> str | None:
    """The patient has an appointment then."""
    return None if planned_at(data, start) else f"Pasienten har ingen time {start} i timeboken."


def is_not_planned(data: Mapping[str, Any], start: str) -> str | None:
    """The patient has no appointment then."""
    return f"Pasienten har en time {start} i timeboken." if planned_at(data, start) else None
