"""What a citizen must see of her home visits on Helsenorge, and what she must not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from conformance.checks.register import RULES
from conformance.checks.timebook import same_minute
from conformance.checks.visit_reading import EVENTS, Visit, at, visits_in
from conformance.reading import Inbound
from standards.identifiers import classify
from standards.rules.model import Finding

Findings = tuple[Finding, ...]

_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])[0-9]{11}(?![0-9A-Za-z])")


def shows(answer: Inbound, starts: Sequence[str]) -> Findings:
    """Each of these visits is there."""
    seen = visits_in(answer)
    missing = [start for start in starts if not at(seen, start)]
    if not missing:
        return ()
    return (
        RULES["A19"].finding(
            f"Kalenderen viser ikke {len(missing)} av {len(starts)} besøk som er planlagt.",
            where=EVENTS,
            expected=", ".join(starts),
            found=f"mangler {', '.join(missing)}",
            fix="Vis hvert besøk som står i planen, fra i dag av.",
            item=answer.item,
        ),
    )


def rest_stands(answer: Inbound, starts: Sequence[str]) -> Findings:
    """What nobody cancelled is there."""
    seen = visits_in(answer)
    missing = [start for start in starts if not at(seen, start)]
    if not missing:
        return ()
    return (
        RULES["HV-08"].finding(
            "Ett besøk ble avbestilt, og flere er borte fra kalenderen.",
            where=EVENTS,
            expected=", ".join(starts),
            found=f"mangler {', '.join(missing)}",
            fix="Avbestill bare besøket som begynner på tiden i avbestillingen.",
            item=answer.item,
        ),
    )


def shows_none(answer: Inbound, starts: Sequence[str], why: str, rule: str = "A19") -> Findings:
    """None of these visits stands; `why` says in bokmål what is wrong with one that does."""
    seen = visits_in(answer)
    wrong = [visit for start in starts for visit in at(seen, start)]
    if not wrong:
        return ()
    return (
        RULES[rule].finding(
            f"Kalenderen viser {len(wrong)} besøk som ikke skal være der: {why}.",
            where=EVENTS,
            line=wrong[0].line,
            expected=f"ingen besøk {', '.join(starts)}",
            found=", ".join(visit.start for visit in wrong),
            fix="Ta besøket ut av kalenderen, eller vis det som avlyst (CANCELLED).",
            item=answer.item,
        ),
    )


def begins_today(answer: Inbound, past: Sequence[str]) -> Findings:
    """The visits of days that are over are not there any more."""
    seen = visits_in(answer)
    return tuple(
        RULES["HV-07"].finding(
            "Kalenderen viser et besøk fra en dag som er over.",
            where=EVENTS,
            line=visit.line,
            expected="besøk fra i dag av",
            found=visit.start,
            fix="Vis besøkene fra klokken 00.00 i dag.",
            item=answer.item,
        )
        for start in past
        for visit in at(seen, start)
    )


def shows_only(answer: Inbound, starts: Sequence[str], others: Sequence[str]) -> Findings:
    """Of the visits at this time of day there are none on other days than those planned."""
    wrong = [start for start in others if not any(same_minute(start, planned) for planned in starts)]
    return shows_none(answer, wrong, "planen har ingen besøk den dagen")


def shows_once(answer: Inbound, start: str) -> Findings:
    """The confirmed visit is there once, as confirmed: the series leaves it out."""
    found = at(visits_in(answer), start)
    if [visit.status for visit in found] == ["CONFIRMED"]:
        return ()
    return (
        RULES["A19"].finding(
            f"Det bekreftede besøket vises {len(found)} ganger, eller ikke som bekreftet.",
            where=EVENTS,
            expected=f"ett besøk {start} med status CONFIRMED",
            found=", ".join(visit.status or "uten status" for visit in found) or "ingen besøk da",
            fix="Vis besøket som CONFIRMED, og utelat det fra serien (exdate).",
            item=answer.item,
        ),
    )


def names(answer: Inbound, start: str, employees: Sequence[str]) -> Findings:
    """Each of those who come is named, in an attendee of their own."""
    who = [name for visit in at(visits_in(answer), start) for name in visit.who]
    missing = [name for name in employees if name not in who]
    if not missing:
        return ()
    return (
        RULES["HV-01"].finding(
            f"Kalenderen sier ikke at {' og '.join(missing)} kommer.",
            where=f"{EVENTS}/x:attendee",
            expected=f"attendee med navnet (cn) {' og '.join(employees)}",
            found=" og ".join(who) or "ingen navn",
            fix="Skriv én attendee for hver ansatt som kommer.",
            item=answer.item,
        ),
    )


def names_not(answer: Inbound, start: str, employees: Sequence[str]) -> Findings:
    """Those who do not come are not named."""
    who = [name for visit in at(visits_in(answer), start) for name in visit.who]
    wrong = [name for name in who if any(other.casefold() in name.casefold() for other in employees)]
    if not wrong:
        return ()
    return (
        RULES["A19"].finding(
            f"Kalenderen sier at {' og '.join(wrong)} kommer, men en annen er satt opp.",
            where=f"{EVENTS}/x:attendee",
            expected="navnet på den som kommer, eller ingen navn",
            found=" og ".join(wrong),
            fix="Vis den som er satt opp nå.",
            item=answer.item,
        ),
    )


def is_a_window(answer: Inbound, start: str, end: str) -> Findings:
    """The window is told as one, with its own limits: it is not how long the visit takes."""
    found = at(visits_in(answer), start)
    if any("tidsvindu" in map(str.casefold, visit.categories) and same_minute(visit.end, end) for visit in found):
        return ()
    kinds = ", ".join(f"{visit.end} {' '.join(visit.categories)}".strip() for visit in found)
    return (
        RULES["HV-02"].finding(
            "Kalenderen sier ikke at tidene er et vindu, så det ser ut som om besøket varer hele tiden.",
            where=f"{EVENTS}/x:categories",
            expected=f"{start} til {end} med categories Tidsvindu",
            found=kinds or "ingen besøk da",
            fix="Skriv vinduet i dtstart og dtend, Tidsvindu i categories og varigheten i x-expected-duration.",
            item=answer.item,
        ),
    )


def ends(answer: Inbound, start: str, end: str) -> Findings:
    """The visit ends when it is planned to, on the day after where it goes on past midnight."""
    found = at(visits_in(answer), start)
    if found and all(same_minute(visit.end, end) for visit in found):
        return ()
    return (
        RULES["A10"].finding(
            "Slutten på besøket er ikke som i planen.",
            where=f"{EVENTS}/x:dtend",
            line=found[0].line if found else 0,
            expected=f"{start} til {end}",
            found=", ".join(visit.end or "ingen slutt" for visit in found) or "ingen besøk da",
            fix="Send slutten med den datoen den har.",
            item=answer.item,
        ),
    )


def same_ids(first: Inbound, second: Inbound, starts: Sequence[str]) -> Findings:
    """A visit keeps an id from one look to the next, so that a cancellation finds it."""
    before, after = visits_in(first), visits_in(second)
    wrong = [start for start in starts if not _keys(at(before, start)) & _keys(at(after, start))]
    if not wrong:
        return ()
    return (
        RULES["AVT-01"].finding(
            "Det samme besøket har fått en annen id siden brukeren så i kalenderen sist.",
            where=f"{EVENTS}/x:uid",
            expected=", ".join(sorted(_keys(at(before, wrong[0])))) or "den samme uid eller related-to",
            found=", ".join(sorted(_keys(at(after, wrong[0])))) or "ingen id",
            fix="Behold uid for et besøk, eller la related-to være den samme.",
            item=second.item,
        ),
    )


def has_no_others_number(answer: Inbound, patient: str) -> Findings:
    """No national number stands in the answer but the user's own."""
    found = {number for text in _texts(answer) for number in _NUMBER.findall(text)} - {patient}
    wrong = sorted(number for number in found if (known := classify(number)) is not None and known.check_digits_ok)
    return tuple(
        RULES["HV-03"].finding(
            "Svaret har et fødselsnummer som ikke er brukerens eget.",
            where="/mh:MsgHead",
            expected="bare fødselsnummeret til brukeren",
            found=f"{number[:6]}*****",
            fix="Vis navnet på den som kommer, og ikke noe mer om de ansatte.",
            item=answer.item,
        )
        for number in wrong
    )


def told_of(message: Inbound, start: str, status: str) -> Findings:
    """The message is about a visit that day, and its status is this one; any, when its code says what has happened.

    The time may be when they really came. A status that is left out contradicts nothing, and is a remark.
    """
    found = [visit for visit in visits_in(message) if visit.start[:10] == start[:10]]
    if any(status in ("", visit.status) for visit in found):
        return ()
    silent = bool(found) and not any(visit.status for visit in found)
    return (
        RULES["HV-05" if silent else "HV-04"].finding(
            "Meldingen sier ikke hva som er skjedd med besøket.",
            where=f"{EVENTS}/x:status",
            expected=f"besøket {start} {f'med status {status}' if status else ''}".strip(),
            found=", ".join(f"{visit.start} {visit.status}".strip() for visit in visits_in(message)) or "ingen besøk",
            fix="Send Melding om avtale med besøket, og COMPLETED eller CANCELLED som status.",
            item=message.item,
        ),
    )


def told_once(messages: Sequence[Inbound], codes: Sequence[str]) -> Findings:
    """What became of a visit is one message, with a code that says so."""
    if len(messages) == 1 and messages[0].code in codes:
        return ()
    return (
        RULES["A16"].finding(
            f"Helsenorge fikk {len(messages)} meldinger om besøket, eller en med en annen kode.",
            where="Foresporsel/TypeForesp",
            expected=f"én melding med kode {' eller '.join(codes)}",
            found=", ".join(f"kode {message.code or '?'}" for message in messages) or "ingen melding",
            fix="Send én Melding om avtale (MOA) når et besøk er utført eller avlyst.",
            item=messages[-1].item if messages else None,
        ),
    )


def has_reason(visits: Iterable[Visit], reason: str, item: int | None = None) -> Findings:
    """A reason that is told is the one staff gave."""
    wrong = [visit for visit in visits if visit.reason not in ("", reason)]
    return tuple(
        RULES["A27"].finding(
            "Innbyggeren får en annen grunn til at besøket er avlyst, enn den som er registrert.",
            where=f"{EVENTS}/x:x-cancellation-reason",
            line=visit.line,
            expected=reason,
            found=visit.reason,
            fix="Send grunnen slik den ansatte har valgt den.",
            item=item,
        )
        for visit in wrong
    )


def goes_to_the_waiting_queue(answer: Inbound) -> Findings:
    """An answer in real time is of use on the queue that the question named, and nowhere else."""
    if answer.queue == "syncreply":
        return ()
    return (
        RULES["A20"].finding(
            "Svaret kom på en annen kø enn den som venter på svar, så innbyggeren får en feilmelding.",
            where="/properties/to",
            expected="køen syncreply, som reply-to i spørsmålet sier",
            found=f"køen {answer.queue}",
            fix="Send svaret til køen i reply-to.",
            item=answer.item,
        ),
    )


def gives_no_calendar(answers: Sequence[Inbound]) -> Findings:
    """What was faulty is not answered with somebody's visits."""
    wrong = [answer for answer in answers if answer.code in ("01", "02") or answer.elements("//x:vevent")]
    return tuple(
        RULES["A23"].finding(
            "Journalen svarte på et spørsmål som skulle vært avvist.",
            where="Notat/TemaKodet",
            expected="avvisning (26 eller 30), melding på feilkøen, eller ikke noe svar",
            found=answer.describe(),
            item=answer.item,
        )
        for answer in wrong
    )


def gives_no_receipt(receipts: Sequence[Inbound]) -> Findings:
    """A question in real time is answered and not acknowledged."""
    return tuple(
        RULES["A20"].finding(
            "Journalen sendte kvittering på et spørsmål i sanntid.",
            where="/ar11:AppRec",
            expected="bare svaret",
            found=receipt.describe(),
            fix="Ikke kvitter for spørsmål i sanntid.",
            item=receipt.item,
        )
        for receipt in receipts
    )


def _keys(visits: Iterable[Visit]) -> frozenset[str]:
    return frozenset(key for visit in visits for key in visit.keys)


def _texts(answer: Inbound) -> list[str]:
    kept = [text for element in answer.elements("//*") for text in (element.text or "", element.tail or "")]
    return [*kept, *(str(value) for element in answer.elements("//*") for value in element.attrib.values())]
