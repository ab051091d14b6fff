"""The register while a change is written into it: finds people, gives out numbers, and notes what is to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from simulator.national.folkeregister.records import Record
from simulator.national.folkeregister.refusals import NotPossible, real_person, unknown_person
from simulator.people import NotSynthetic, Number, Person
from simulator.people.person import Sex, require_synthetic
from simulator.serving import reading
from simulator.serving.refusals import faulty
from standards.identifiers import classify, is_real_range, make_fnr

_SEXES: Final = ("kvinne", "mann")
_LONGEST: Final = 200


class Book:
    """A working copy; whoever made it keeps the records when all went well. `day` is today, `noted` the moment."""

    def __init__(self, records: Mapping[str, Record], day: date, noted: str) -> None:
        self.records = dict(records)
        self.day = day
        self.noted = noted
        self.told: list[tuple[date, str, str]] = []
        """From which day the feed tells, what, and of whom."""
        self._ids = {number.value: one for one, record in self.records.items() for number in record.person.numbers}

    def find(self, given: Mapping[str, Any], name: str) -> Record:
        """The person in that field, by number or by id; raises `UnknownPerson`, `RealPerson`, `FaultyRequest`."""
        asked = reading.text(given, name)
        if not asked:
            raise faulty(f"{name}: et nummer, eller en id som «kari»", "ingenting")
        if is_real_range(asked):
            raise real_person()
        found = self.records.get(self._ids.get(asked, asked))
        if found is None:
            near = get_close_matches(asked, self.records, n=1)
            raise unknown_person(f"{asked[:40]}; mente du «{near[0]}»?" if near else asked)
        return found

    def people(self, given: Mapping[str, Any], one: str, many: str) -> list[Record]:
        """Those in a field with one or in a field with a list; raises as `find`."""
        listed = given.get(many)
        if listed is None:
            return [self.find(given, one)]
        if not isinstance(listed, list) or not listed:
            raise faulty(f"{many} som en liste av numre eller id-er", ascii(listed)[:80])
        return [self.find({one: each}, one) for each in listed]

    def keep(self, record: Record) -> None:
        """Write the record."""
        self.records[record.person.id] = record
        self._ids.update({number.value: record.person.id for number in record.person.numbers})

    def add(self, person: Person) -> Record:
        """Take in a new person; raises `NotPossible` when the id is taken."""
        if person.id in self.records:
            raise _taken("id", person.id)
        record = Record.of(person, self.noted)
        self.keep(record)
        return record

    def change(self, record: Record, **fields: Any) -> Record:
        """Write the record with other values."""
        changed = replace(record, **fields)
        self.keep(changed)
        return changed

    def tell(self, day: date, kind: str, record: Record) -> None:
        """Tell it in the feed when the day has come."""
        self.told.append((day, kind, record.person.id))

    def free_id(self, given: str, wanted: str) -> str:
        """The id that was given, else the wanted one with a number that nobody has."""
        if given:
            return given
        return next(name for count in range(1, 10_000) if (name := f"{wanted}{count}") not in self.records)

    def number(self, given: str, birth: date, sex: Sex, *, d_number: bool = False) -> str:
        """The number that was given, or the first that nobody has.

        Raises `RealPerson`, `FaultyRequest`, `NotPossible`.
        """
        if given:
            self._require_usable(given, birth)
            return given
        first = (0 if birth.year < 2000 else 500) + (sex == "mann")
        for individual in range(first, first + 500, 2):
            try:
                made = make_fnr(birth, individual, series="skatteetaten", d_number=d_number)
            except ValueError:
                continue
            if made not in self._ids:
                return made
        raise NotPossible(
            "Det er ikke flere ledige numre for den fødselsdatoen.", found=str(birth), fix="Velg en annen."
        )

    def numbered(self, record: Record, value: str, since: date) -> Record:
        """The record with that number from that day, and the one before it ended; raises `NotPossible`."""
        if any(number.since is not None and number.since >= since for number in record.person.numbers):
            raise NotPossible(
                "Personen har alt et nummer som gjelder fra den dagen eller senere.",
                expected="en dag etter at det siste nummeret begynte å gjelde",
                found=str(since),
                fix="Velg en senere dag.",
            )
        ended = tuple(replace(one, until=one.until or _before(since)) for one in record.person.numbers)
        numbers = (*ended, Number(value, since=since))
        return self.change(record, person=replace(record.person, ident=record.person.ident or value, numbers=numbers))

    def _require_usable(self, value: str, birth: date) -> None:
        if is_real_range(value):
            raise real_person()
        try:
            require_synthetic(value, birth)
        except NotSynthetic as error:
            number = classify(value)
            found = "ikke elleve sifre" if number is None else f"{number.kind} født {number.birth_date}"
            raise faulty(f"et syntetisk FNR eller D-nummer for en født {birth}", found) from error
        if value in self._ids:
            raise _taken("nummer", value)


def day_in(given: Mapping[str, Any], name: str, usual: date | None = None) -> date:
    """A day in ISO form; raises `FaultyRequest` when it is something else, or left out without a usual one."""
    told = reading.text(given, name)
    if not told and usual is not None:
        return usual
    try:
        found = date.fromisoformat(told)
    except ValueError as error:
        raise faulty(f"{name} som en dato: 2026-11-30", ascii(told)[:40] or "ingenting") from error
    if not 1900 <= found.year <= 2099:
        raise faulty(f"{name} som en dato fra 1900 til 2099", told[:40])
    return found


def words(given: Mapping[str, Any], name: str, *, needed: bool = True) -> str:
    """A short text; raises `FaultyRequest`."""
    found = reading.text(given, name).strip()
    if (needed and not found) or len(found) > _LONGEST or not found.isprintable():
        raise faulty(f"{name} som tekst på {int(needed)} til {_LONGEST} tegn", ascii(found)[:80] or "ingenting")
    return found


def one_of(given: Mapping[str, Any], name: str, options: tuple[str, ...], usual: str = "") -> str:
    """One of the options; raises `FaultyRequest`."""
    found = reading.text(given, name) or usual
    if found not in options:
        raise faulty(f"{name} som en av: {', '.join(options)}", ascii(found)[:40])
    return found


def sex_in(given: Mapping[str, Any]) -> Sex:
    """The registered sex; raises `FaultyRequest`."""
    return "kvinne" if one_of(given, "kjoenn", _SEXES) == "kvinne" else "mann"


def flag(given: Mapping[str, Any], name: str, *, usual: bool) -> bool:
    """True or false; raises `FaultyRequest`."""
    found = given.get(name, usual)
    if not isinstance(found, bool):
        raise faulty(f"{name} som true eller false", ascii(found)[:40])
    return found


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _taken(what: str, value: str) -> NotPossible:
    return NotPossible(
        f"En annen har den samme {what}-en." if what == "id" else "En annen har det samme nummeret.",
        expected=f"{what} som ingen har",
        found=value[:40],
        fix="La feltet være tomt, så finner simulatoren en ledig.",
    )
