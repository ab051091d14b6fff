"""The events that control may bring about: each one function, named as the caller names it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from simulator.national.folkeregister.book import Book, day_in, flag, one_of, sex_in, words
from simulator.national.folkeregister.records import ANSVAR, Home, Record, Responsibility, Shield
from simulator.national.folkeregister.refusals import NotPossible
from simulator.people import Bond, Number, Person, Protection, Tie
from simulator.people.personas import kind_of
from simulator.serving import reading
from simulator.serving.refusals import faulty
from standards.identifiers import is_orgnr

Given = Mapping[str, Any]
Event = Callable[[Book, Given], dict[str, Any]]
"""Writes the change into the book, and gives what was decided underway, so that it comes out the same again."""
LEVELS: Final[Mapping[str, Protection]] = MappingProxyType(
    {
        "Unclassified": Protection.NONE,
        "ClientAddress": Protection.CLIENT,
        "Confidential": Protection.CONFIDENTIAL,
        "StrictlyConfidential": Protection.STRICT,
    }
)
_DAY = timedelta(days=1)


def birth(book: Book, given: Given) -> dict[str, Any]:
    """A child is born, with a number or without; parents in the list have parental responsibility from birth."""
    parents = book.people(given, "forelder", "foreldre")
    born, sex = day_in(given, "foedselsdato", book.day), sex_in(given)
    first = parents[0]
    with_number = flag(given, "med_nummer", usual=True)
    number = book.number(reading.text(given, "nummer"), born, sex) if with_number else ""
    child = Person(
        id=book.free_id(reading.text(given, "id"), "barn"),
        ident=number,
        family=words(given, "etternavn", needed=False) or first.person.family,
        given=words(given, "fornavn"),
        birth_date=born,
        sex=sex,
        kind=kind_of(born, book.day),
        numbers=(Number(number, since=born),) if number else (),
        ties=tuple(Tie(parent.person.id, Bond.PARENTAL, born) for parent in parents),
        address=first.home(book.day).address,
        protection=first.shield(book.day).level,
    )
    record = book.add(child)
    book.tell(born, "endringIFoedsel", record)
    if number:
        book.tell(born, "endringIIdentifikasjonsnummer", record)
    for parent in (record, *parents):
        book.tell(born, "endringIForeldreansvar", parent)
    return {"id": child.id, **({"nummer": number} if number else {})}


def arrival(book: Book, given: Given) -> dict[str, Any]:
    """Somebody new lives here, with an FNR or a D-number."""
    born, sex = day_in(given, "foedselsdato"), sex_in(given)
    number = book.number(
        reading.text(given, "nummer"), born, sex, d_number=flag(given, "d_nummer", usual=False)
    )  # fmt: skip
    person = Person(
        id=book.free_id(reading.text(given, "id"), "person"),
        ident=number,
        family=words(given, "etternavn"),
        given=words(given, "fornavn"),
        birth_date=born,
        sex=sex,
        kind=kind_of(born, book.day),
        address=words(given, "adresse", needed=False),
    )
    book.tell(book.day, "endringIIdentifikasjonsnummer", book.add(person))
    return {"id": person.id, "nummer": number}


def new_number(book: Book, given: Given) -> dict[str, Any]:
    """One who had none gets a number, or a D-number gives way to a fødselsnummer; the old one stays in the history."""
    record, since = book.find(given, "person"), day_in(given, "gjelder_fra", book.day)
    number = book.number(
        reading.text(given, "nummer"),
        record.person.birth_date,
        record.person.sex,
        d_number=flag(given, "d_nummer", usual=False),
    )
    book.tell(since, "endringIIdentifikasjonsnummer", book.numbered(record, number, since))
    return {"nummer": number}


def move(book: Book, given: Given) -> dict[str, Any]:
    """One or more move to an address in Norway."""
    since, address = day_in(given, "gjelder_fra", book.day), words(given, "adresse")
    for record in book.people(given, "person", "personer"):
        homes = (*record.homes, Home(address, since, book.noted))
        back = replace(record.person, emigrated=None)
        book.tell(since, "endringIBostedsadresse", book.change(record, homes=homes, person=back))
    return {}


def emigration(book: Book, given: Given) -> dict[str, Any]:
    """Somebody moves out of the country."""
    record, since = book.find(given, "person"), day_in(given, "gjelder_fra", book.day)
    homes = (*record.homes, Home("", since, book.noted))
    book.tell(since, "utflytting", book.change(record, homes=homes, person=replace(record.person, emigrated=since)))
    return {}


def protection(book: Book, given: Given) -> dict[str, Any]:
    """The address of one or more is protected, or no longer."""
    level = LEVELS[one_of(given, "gradering", tuple(LEVELS))]
    since = day_in(given, "gjelder_fra", book.day)
    for record in book.people(given, "person", "personer"):
        shields = (*record.shields, Shield(level, since, book.noted))
        book.tell(since, "endringIAdressebeskyttelse", book.change(record, shields=shields))
    return {}


def new_responsibility(book: Book, given: Given) -> dict[str, Any]:
    """Somebody gets parental responsibility: a person, an organisation, or one without a number."""
    child, since = book.find(given, "barn"), day_in(given, "gjelder_fra", book.day)
    one = replace(
        _holder(book, given),
        kind=one_of(given, "ansvar", ("", *ANSVAR)),  # type: ignore[arg-type]
        since=since,
        until=day_in(given, "gjelder_til") if given.get("gjelder_til") else None,
        cause=words(given, "aarsak", needed=False),
        noted=book.noted,
    )
    if one.person and any(other.person == one.person and other.holds(since) for other in child.responsibilities):
        raise _no_change("Den ansvarlige har alt foreldreansvar for barnet den dagen.", "en uten foreldreansvar")
    if one.person == child.person.id:
        raise _no_change("Ingen har foreldreansvar for seg selv.", "en annen enn barnet")
    book.change(child, responsibilities=(*child.responsibilities, one))
    _tell_of_responsibility(book, child, one.person, since)
    if one.until is not None:
        _tell_of_responsibility(book, child, one.person, one.until + _DAY)
    return {}


def lost_responsibility(book: Book, given: Given) -> dict[str, Any]:
    """Parental responsibility ends: the day is the first on which it no longer holds."""
    child, holder = book.find(given, "barn"), book.find(given, "ansvarlig").person.id
    end = day_in(given, "opphoerer", book.day)
    found = next((one for one in child.responsibilities if one.person == holder and one.holds(end - _DAY)), None)
    if found is None:
        raise _no_change("Den ansvarlige har ikke foreldreansvar for barnet dagen før.", "en med foreldreansvar")
    cause = words(given, "aarsak", needed=False) or found.cause
    ended = replace(found, until=end - _DAY, cause=cause, noted=book.noted)
    book.change(child, responsibilities=tuple(ended if one is found else one for one in child.responsibilities))
    _tell_of_responsibility(book, child, holder, end)
    return {}


def death(book: Book, given: Given) -> dict[str, Any]:
    """Somebody dies."""
    record, died = book.find(given, "person"), day_in(given, "doedsdato", book.day)
    if died < record.person.birth_date:
        raise faulty("en dødsdato etter fødselen", str(died))
    book.tell(died, "endringIDoedsfall", book.change(record, person=replace(record.person, death_date=died)))
    return {}


def power(book: Book, given: Given) -> dict[str, Any]:
    """One gives another a power of attorney; Helsenorge keeps these, and no register tells of them."""
    giver, holder = book.find(given, "fra"), book.find(given, "til").person.id
    since = day_in(given, "gjelder_fra", book.day)
    until = day_in(given, "gjelder_til") if given.get("gjelder_til") else None
    if holder == giver.person.id or (until is not None and until < since):
        raise faulty("to personer, og en siste dag som ikke er før den første", f"{since} til {until}")
    _tie(book, giver, Tie(holder, Bond.POWER, since, until))
    return {}


def power_ended(book: Book, given: Given) -> dict[str, Any]:
    """A power of attorney is withdrawn: the day is the last on which it holds."""
    giver, holder = book.find(given, "fra"), book.find(given, "til").person.id
    last = day_in(given, "gjelder_til", book.day - _DAY)
    given_to = [tie for tie in giver.person.ties if tie.person == holder and tie.bond is Bond.POWER]
    powers = [tie for tie in given_to if tie.holds(last + _DAY)]
    if not powers:
        raise _no_change("Det er ingen fullmakt mellom de to som gjelder den dagen.", "en fullmakt som gjelder")
    ended = tuple(replace(tie, until=last) if tie in powers else tie for tie in giver.person.ties)
    book.change(giver, person=replace(giver.person, ties=ended))
    return {}


def foster(book: Book, given: Given) -> dict[str, Any]:
    """A child comes to live with foster parents, who have no parental responsibility, at their address."""
    child, since = book.find(given, "barn"), day_in(given, "gjelder_fra", book.day)
    parents = book.people(given, "fosterforelder", "fosterforeldre")
    for parent in parents:
        child = _tie(book, child, Tie(parent.person.id, Bond.FOSTER, since))
    homes = (*child.homes, Home(parents[0].home(since).address, since, book.noted))
    book.tell(since, "endringIBostedsadresse", book.change(child, homes=homes))
    return {}


def use(book: Book, given: Given) -> dict[str, Any]:
    """Whether the person uses Helsenorge fully, and whether parents have consented; Helsenorge tells of it."""
    record = book.find(given, "person")
    active = flag(given, "digitalt_aktiv", usual=record.person.digitally_active)
    consent = flag(given, "foreldresamtykke", usual=record.person.parental_consent)
    book.change(record, person=replace(record.person, digitally_active=active, parental_consent=consent))
    return {}


EVENTS: Final[Mapping[str, Event]] = MappingProxyType(
    {
        "foedsel": birth,
        "ny-person": arrival,
        "nytt-nummer": new_number,
        "flytting": move,
        "utflytting": emigration,
        "adressebeskyttelse": protection,
        "nytt-ansvar": new_responsibility,
        "tapt-ansvar": lost_responsibility,
        "doedsfall": death,
        "fullmakt": power,
        "fullmakt-trukket": power_ended,
        "fosterhjem": foster,
        "bruk": use,
    }
)


def _holder(book: Book, given: Given) -> Responsibility:
    """Whom it says has it; raises `FaultyRequest` unless exactly one is named."""
    organisation, named = reading.text(given, "organisasjon"), reading.texts(given, "uten_identifikator")
    chosen = [bool(given.get("ansvarlig")), bool(organisation), bool(named)]
    if sum(chosen) != 1:
        raise faulty("en av ansvarlig, organisasjon og uten_identifikator", f"{sum(chosen)} av dem")
    if named:
        return Responsibility(named=(words(named, "navn"), str(day_in(named, "foedselsdato"))))
    if organisation:
        if not is_orgnr(organisation):
            raise faulty("organisasjon som et organisasjonsnummer på ni sifre", ascii(organisation)[:40])
        return Responsibility(organisation=organisation)
    return Responsibility(book.find(given, "ansvarlig").person.id)


def _tie(book: Book, record: Record, tie: Tie) -> Record:
    return book.change(record, person=replace(record.person, ties=(*record.person.ties, tie)))


def _tell_of_responsibility(book: Book, child: Record, holder: str, day: date) -> None:
    """In the documents of both."""
    for record in (child, book.records.get(holder)):
        if record is not None:
            book.tell(day, "endringIForeldreansvar", record)


def _no_change(problem: str, expected: str) -> NotPossible:
    return NotPossible(problem, expected=expected, found="noe annet i registeret", fix="Se på personen og datoene.")
