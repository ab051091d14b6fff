"""The register over HTTP: a read like Folkeregisteret's, NHN's Persontjenesten, and representation, which is ours."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Flask, Response, jsonify, request
from werkzeug.routing import BaseConverter

from simulator.national.folkeregister import asking, faults, persontjenesten, representing
from simulator.national.folkeregister.access import Check
from simulator.national.folkeregister.areas import Areas
from simulator.national.folkeregister.records import Record
from simulator.national.folkeregister.register import Register
from simulator.people import Person
from simulator.serving import app, control, reading
from simulator.serving import faults as switches

MAX_BODY_BYTES: Final = 256 * 1024


class _Number(BaseConverter):
    """What stands for one person: not the address beside it, which takes POST only."""

    regex = "(?!bulkoppslag$)[^/]+"
    part_isolating = True


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
    register.record_once(lambda state: state.app.url_map.converters.update(number=_Number))

    @register.get("/personer/<number:number>")
    def one(area: str, number: str) -> Response:
        found = areas.get(area)
        check(area, found, request)
        document = asking.reader(found).document(asking.known_today(found, number))
        return jsonify(asking.parts(document))

    @register.post("/personer/bulkoppslag")
    def many(area: str) -> Response:
        found = areas.get(area)
        check(area, found, request)
        given = asking.numbers(reading.json_object(request), "foedselsEllerDNummer")
        reader = asking.reader(found)
        return jsonify(oppslag=[asking.looked_up(found, reader, number) for number in given])

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
                for one in asking.events(found, "seq")
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
        record = asking.known_today(found, reading.text(reading.json_object(request), "nin"))
        return jsonify(persontjenesten.person(asking.reader(found), record, basis))

    @persons.get(f"{basis_in}/event")
    def events(area: str, basis: str) -> Response:
        found = areas.get(area)
        check(area, found, request)
        return jsonify(events=[persontjenesten.event(one) for one in asking.events(found, "fromSequenceNumber")])

    return persons


def _representation(areas: Areas) -> Blueprint:
    ours = Blueprint("representation", __name__, url_prefix="/w/<area>/representasjon")

    @ours.get("")
    def ask(area: str) -> Response:
        found = areas.get(area)
        answers = representing.Answers(found, asking.day())
        actor, patient = (asking.asked_for(found, answers, name) for name in ("representant", "for"))
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
        answers = representing.Answers(found, asking.day_of(reading.text(given, "dag")))
        known = ((number, asking.known(found, number, answers.people.day)) for number in asking.numbers(given, "numre"))
        here = {number: record.person.id for number, record in known if record is not None}
        people = {number: answers.summary(answers.people[one]) for number, one in here.items()}
        return jsonify(dag=answers.people.day.isoformat(), personer=people)

    @ours.put("/bruk")
    def use(area: str) -> Response:
        given = reading.json_object(request)
        areas.get(area).change({**asking.without_real(given), "hendelse": "bruk"})
        return Response(status=204)

    return ours


def _events(areas: Areas) -> Blueprint:
    events = Blueprint("events", __name__, url_prefix="/_sim/areas/<area>")

    @events.post("/hendelser")
    def happen(area: str) -> tuple[Response, int]:
        found = areas.get(area)
        decided = found.change(asking.without_real(reading.json_object(request)))
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
