"""What is asked of the register, and what is found: numbers, days and events, read from the request."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask import request

from simulator.national.folkeregister import faults, representing
from simulator.national.folkeregister.book import day_in
from simulator.national.folkeregister.documents import Reader
from simulator.national.folkeregister.records import Record
from simulator.national.folkeregister.refusals import real_person, unknown_person
from simulator.national.folkeregister.register import Register
from simulator.people import Person
from simulator.serving import reading
from simulator.serving.refusals import faulty
from standards.identifiers import is_real_range, is_synthetic

MOST_AT_ONCE: Final = 1000
_IN_BODY: Final = re.compile(r"(?<![0-9])[0-9]{11}(?![0-9])")


def reader(found: Register) -> Reader:
    """What writes documents of today, with the faults that are on."""
    found.faults.linger(faults.SLOW)
    return Reader(found.shown(), found.today(), show_hidden=found.faults.take(faults.SHOWN))


def known(found: Register, number: str, day: date) -> Record | None:
    """Who has the number; nobody before they are born, and no number before it holds."""
    record = found.find(number)
    if record is None or record.person.birth_date > day:
        return None
    held = next(one for one in record.person.numbers if one.value == number)
    return record if held.since is None or held.since <= day else None


def known_today(found: Register, number: str) -> Record:
    """Who has the number today; raises `UnknownPerson`, `RealPerson`, `FaultyRequest`."""
    record = known(found, synthetic(number), found.today())
    if record is None:
        raise unknown_person()
    return record


def looked_up(found: Register, writer: Reader, number: str) -> dict[str, Any]:
    """One of many: without a person where nobody has the number."""
    record = known(found, number, writer.day)
    told = {} if record is None else {"person": writer.document(record)}
    return {"foedselsEllerDNummer": number, **told}


def asked_for(found: Register, answers: representing.Answers, name: str) -> Person | None:
    """The person in that part of the address; None when it is left out. Raises as `known_today`."""
    asked = request.args.get(name, "")
    if not asked:
        return None
    record = found.records.get(asked) or known(found, synthetic(asked), answers.people.day)
    if record is None:
        raise unknown_person()
    return answers.people[record.person.id]


def synthetic(number: str) -> str:
    """The number; raises `RealPerson`, `FaultyRequest`."""
    if is_real_range(number):
        raise real_person()
    if not is_synthetic(number):
        raise faulty("et syntetisk fødselsnummer eller D-nummer, elleve sifre", ascii(number)[:40] or "ingenting")
    return number


def numbers(given: Mapping[str, Any], name: str) -> list[str]:
    """A list of numbers, each once, in order; raises `FaultyRequest`, `RealPerson`."""
    listed = given.get(name)
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_AT_ONCE:
        found = f"{len(listed)} numre" if isinstance(listed, list) else ascii(listed)[:40]
        raise faulty(f"{name} som en liste med 1 til {MOST_AT_ONCE} numre", found)
    return list(dict.fromkeys(synthetic(number if isinstance(number, str) else "") for number in listed))


def parts(document: dict[str, Any]) -> dict[str, Any]:
    """What was asked for with `part`, or all; raises `FaultyRequest`."""
    wanted = [part for given in request.args.getlist("part") for part in given.split(",") if part]
    unknown = sorted(set(wanted) - set(document))
    if unknown:
        raise faulty(f"part som en eller flere av: {', '.join(document)}", ascii(unknown[0])[:40])
    return {name: value for name, value in document.items() if not wanted or name in wanted}


def events(found: Register, first: str) -> list[dict[str, Any]]:
    """The events that are asked for."""
    found.tell()
    number = int(reading.query_number(request, first, 1, 2**53, least=1))
    limit = int(reading.query_number(request, "antall", MOST_AT_ONCE, MOST_AT_ONCE, least=1))
    listed = found.feed.read(number, limit)
    if listed and found.faults.take(faults.TWICE):
        listed = [one for each in listed for one in (each, each)]
    if len(listed) > 1 and found.faults.take(faults.OUT_OF_ORDER):
        listed.reverse()
    return listed


def day() -> date | None:
    """The day that is asked about; None for today. Raises `FaultyRequest`."""
    return day_of(request.args.get("dag", ""))


def day_of(told: str) -> date | None:
    """A day as text; None when it is empty. Raises `FaultyRequest`."""
    return day_in({"dag": told}, "dag") if told else None


def without_real(given: dict[str, Any]) -> dict[str, Any]:
    """The body, unless there is a number in it that may be somebody's; raises `RealPerson`."""
    if any(is_real_range(number) for number in _IN_BODY.findall(json.dumps(given, ensure_ascii=False))):
        raise real_person()
    return given
