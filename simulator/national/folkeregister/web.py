"""The register over HTTP: a read like Folkeregisteret's, NHN's Persontjenesten, and representation, which is ours."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Flask, Response, jsonify, request

from simulator.national.folkeregister import faults, persontjenesten, representing
from simulator.national.folkeregister.access import Check
from simulator.national.folkeregister.areas import Areas
from simulator.national.folkeregister.book import day_in
from simulator.national.folkeregister.documents import Reader
from simulator.national.folkeregister.records import Record
from simulator.national.folkeregister.refusals import real_person, unknown_person
from simulator.national.folkeregister.register import Register
from simulator.people import Person
from simulator.serving import app, control, reading
from simulator.serving import faults as switches
from simulator.serving.refusals import faulty
from standards.identifiers import is_real_range, is_synthetic

MAX_BODY_BYTES: Final = 256 * 1024
MOST_AT_ONCE: Final = 1000
_IN_BODY: Final = re.compile(r"(?<![0-9])[0-9]{11}(?![0-9])")


def create_app(areas: Areas, check: Check) -> Flask:
    """The WSGI app; `check` says who may read."""

    def ensure(area: str, given: Mapping[str, Any]) -> bool:
        return areas.ensure(area, given)

    return app.create_app(
        "folkeregister",
        "Folkeregisteret og Persontjenesten",
        [
            _register(areas, check),
            _persons(areas, check),
            _representation(areas),
            _events(areas),
            control.blueprint("folkeregister", areas, ensure, _described),
            switches.blueprint(areas, lambda found: found.faults, faults.CATALOGUE),
        ],
        max_request_bytes=MAX_BODY_BYTES,
        openapi=Path(__file__).with_name("openapi.json"),
    )


def _described(found: Register) -> dict[str, Any]:
    return {"people": len(found.records), "seed": found.seed, "pack": found.pack, "last": found.feed.last}


def _register(areas: Areas, check: Check) -> Blueprint:
    register = Blueprint("register", __name__, url_prefix="/w/<area>/folkeregisteret/api/v1")

    @register.get("/personer/<number>")
    def one(area: str, number: str) -> Response:
        found = areas.get(area)
        check(area, found, request)
        document = _reader(found).document(_found(found, number))
        return jsonify(_parts(document))

    @register.post("/personer/bulkoppslag")
    def many(area: str) -> Response:
        found = areas.get(area)
        check(area, found, request)
        given = _numbers(reading.json_object(request), "foedselsEllerDNummer")
        reader = _reader(found)
        return jsonify(oppslag=[_looked_up(found, reader, number) for number in given])

    @register.get("/hendelser/feed")
    def feed(area: str) -> Response:
        found = areas.get(area)
        check(area, found, request)
        return jsonify(
            hendelser=[
                {
                    "sekvensnummer": one["number"],
                    "hendelse": {
                        "folkeregisteridentifikator": one["ident"] or None,
                        "hendelsestype": one["kind"],
                        "ajourholdstidspunkt": one["at"],
                    },
                }
                for one in _told(found, "seq")
            ]
        )

    return register


def _persons(areas: Areas, check: Check) -> Blueprint:
    persons = Blueprint("persons", __name__, url_prefix="/w/<area>/persontjenesten/api")
    basis_in = f"/<any('{persontjenesten.LEGAL}', '{persontjenesten.NO_LEGAL}'):basis>"

    @persons.post(f"{basis_in}/person/get-by-nin")
    def by_nin(area: str, basis: str) -> Response:
        found = areas.get(area)
        check(area, found, request)
        record = _found(found, reading.text(reading.json_object(request), "nin"))
        return jsonify(persontjenesten.person(_reader(found), record, basis))

    @persons.get(f"{basis_in}/event")
    def events(area: str, basis: str) -> Response:
        found = areas.get(area)
        check(area, found, request)
        return jsonify(events=[persontjenesten.event(one) for one in _told(found, "fromSequenceNumber")])

    return persons


def _representation(areas: Areas) -> Blueprint:
    ours = Blueprint("representation", __name__, url_prefix="/w/<area>/representasjon")

    @ours.get("")
    def ask(area: str) -> Response:
        found = areas.get(area)
        answers = representing.Answers(found, _day())
        actor, patient = (_person(found, answers, name) for name in ("representant", "for"))
        if actor is not None and patient is not None:
            listed = [answers.between(actor, patient)]
        elif patient is not None:
            listed = answers.about(patient)
        elif actor is not None:
            listed = list(answers.by(actor))
        else:
            listed = [each for one in answers.people.values() for each in answers.about(one)]
        chosen = representing.told(answers.chosen)
        return jsonify(dag=answers.people.day.isoformat(), svar=listed, innstillinger=chosen)

    @ours.get("/regler")
    def rules(area: str) -> Response:
        return jsonify(representing.table(representing.settings(areas.get(area))))

    @ours.post("/personer")
    def many(area: str) -> Response:
        found = areas.get(area)
        given = reading.json_object(request)
        answers = representing.Answers(found, _day_in(reading.text(given, "dag")))
        known = ((number, _known(found, number, answers.people.day)) for number in _numbers(given, "numre"))
        here = {number: record.person.id for number, record in known if record is not None}
        people = {number: answers.summary(answers.people[one]) for number, one in here.items()}
        return jsonify(dag=answers.people.day.isoformat(), personer=people)

    @ours.put("/bruk")
    def use(area: str) -> Response:
        given = reading.json_object(request)
        areas.get(area).change({**_without_real(given), "hendelse": "bruk"})
        return Response(status=204)

    return ours


def _events(areas: Areas) -> Blueprint:
    events = Blueprint("events", __name__, url_prefix="/_sim/areas/<area>")

    @events.post("/hendelser")
    def happen(area: str) -> tuple[Response, int]:
        found = areas.get(area)
        decided = found.change(_without_real(reading.json_object(request)))
        return jsonify(**decided, sekvensnummer=found.feed.last), 201

    @events.get("/personer")
    def show(area: str) -> Response:
        found = areas.get(area)
        day = found.today()
        people = found.people(day)
        return jsonify(
            dag=day.isoformat(), personer=[_line(people[one], record) for one, record in found.records.items()]
        )

    @events.get("/innstillinger")
    def chosen(area: str) -> Response:
        return jsonify(innstillinger=representing.told(representing.settings(areas.get(area))))

    @events.put("/innstillinger")
    def choose(area: str) -> Response:
        found = areas.get(area)
        representing.choose(found, reading.json_object(request))
        return jsonify(innstillinger=representing.told(representing.settings(found)))

    return events


def _reader(found: Register) -> Reader:
    found.faults.linger(faults.SLOW)
    return Reader(found.shown(), found.today(), show_hidden=found.faults.take(faults.SHOWN))


def _known(found: Register, number: str, day: date) -> Record | None:
    """Who has the number; nobody before they are born, and no number before it holds."""
    record = found.find(number)
    if record is None or record.person.birth_date > day:
        return None
    held = next(one for one in record.person.numbers if one.value == number)
    return record if held.since is None or held.since <= day else None


def _found(found: Register, number: str) -> Record:
    """Raises `UnknownPerson`, `RealPerson`, `FaultyRequest`."""
    record = _known(found, _one(number), found.today())
    if record is None:
        raise unknown_person()
    return record


def _looked_up(found: Register, reader: Reader, number: str) -> dict[str, Any]:
    record = _known(found, number, reader.day)
    told = {} if record is None else {"person": reader.document(record)}
    return {"foedselsEllerDNummer": number, **told}


def _person(found: Register, answers: representing.Answers, name: str) -> Person | None:
    """The person in that part of the address; None when it is left out. Raises as `_found`."""
    asked = request.args.get(name, "")
    if not asked:
        return None
    record = found.records.get(asked) or _known(found, _one(asked), answers.people.day)
    if record is None:
        raise unknown_person()
    return answers.people[record.person.id]


def _one(number: str) -> str:
    if is_real_range(number):
        raise real_person()
    if not is_synthetic(number):
        raise faulty("et syntetisk fødselsnummer eller D-nummer, elleve sifre", ascii(number)[:40] or "ingenting")
    return number


def _numbers(given: Mapping[str, Any], name: str) -> list[str]:
    """A list of numbers, each once, in order; raises `FaultyRequest`, `RealPerson`."""
    listed = given.get(name)
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_AT_ONCE:
        found = f"{len(listed)} numre" if isinstance(listed, list) else ascii(listed)[:40]
        raise faulty(f"{name} som en liste med 1 til {MOST_AT_ONCE} numre", found)
    return list(dict.fromkeys(_one(number if isinstance(number, str) else "") for number in listed))


def _parts(document: dict[str, Any]) -> dict[str, Any]:
    """What was asked for with `part`, or all; raises `FaultyRequest`."""
    wanted = [part for given in request.args.getlist("part") for part in given.split(",") if part]
    unknown = sorted(set(wanted) - set(document))
    if unknown:
        raise faulty(f"part som en eller flere av: {', '.join(document)}", ascii(unknown[0])[:40])
    return {name: value for name, value in document.items() if not wanted or name in wanted}


def _told(found: Register, first: str) -> list[dict[str, Any]]:
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


def _day() -> date | None:
    return _day_in(request.args.get("dag", ""))


def _day_in(told: str) -> date | None:
    return day_in({"dag": told}, "dag") if told else None


def _without_real(given: dict[str, Any]) -> dict[str, Any]:
    """The body, unless there is a number in it that may be somebody's; raises `RealPerson`."""
    if any(is_real_range(number) for number in _IN_BODY.findall(json.dumps(given))):
        raise real_person()
    return given


def _line(person: Person, record: Record) -> dict[str, Any]:
    return {
        "id": person.id,
        "nummer": person.ident or None,
        "numre": [number.value for number in person.numbers],
        "navn": person.name,
        "foedselsdato": person.birth_date.isoformat(),
        "kjoenn": person.sex,
        "adresse": person.address,
        "gradering": persontjenesten.CONFIDENTIALITY[person.protection],
        "doedsdato": None if person.death_date is None else person.death_date.isoformat(),
        "foreldreansvar": [one.person for one in record.responsibilities if one.person],
        "kjennetegn": list(person.traits),
    }
