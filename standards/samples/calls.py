"""The calls over REST: an appointment in each of its states, and an answer that refuses one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from standards.exchange import Exchange, Http, Item
from standards.fhir import write_json
from standards.processes import EPJ, HELSENORGE
from standards.samples.calendars import Appointment
from standards.samples.model import Cast, Kind, Sample
from standards.samples.resources import PROFILE_VERSION, STATES, Resource, appointment

APPOINTMENT, OUTCOME = "Appointment", "OperationOutcome"
ADDRESS = "https://helsenorge.example/timeavtaler/api/v1/Appointment/"
CREATED, UPDATED, REFUSED = 201, 200, 400
BEFORE = timedelta(days=14)
"""How long ago a visit was that has been, and when it was booked before that."""
_PAST = frozenset({"fulfilled", "noshow"})
_FIRST = frozenset({"booked", "proposed"})


def samples() -> Iterator[Sample]:
    """One for each state of an appointment, and the answer to a call that is refused."""
    for state, title in STATES.items():
        yield Sample(Kind.RESOURCE, APPOINTMENT, PROFILE_VERSION, state, "", EPJ, title, format="json")
    title = "Helsenorge tar ikke imot timen"
    yield Sample(Kind.RESOURCE, OUTCOME, "R4", "Avvist", "", HELSENORGE, title, format="json")


def thread(sample: Sample, cast: Cast) -> tuple[Exchange, int]:
    """The calls over REST that lead to it: an appointment is booked before anything else happens to it."""
    made = Appointment.made(cast)
    if sample.process == OUTCOME:
        asked = _put(appointment("booked", cast, made), cast, made, REFUSED)
        answer = Item(HELSENORGE, write_json(_outcome()), time=asked.time, http=Http(status=REFUSED))
        return Exchange((asked, answer)), 1
    state = sample.action
    if state in _FIRST:
        return Exchange((_put(appointment(state, cast, made), cast, made, CREATED),)), 0
    if state in _PAST:
        made = replace(made, start=made.start - BEFORE)
    earlier = replace(cast, now=cast.now - BEFORE)
    booked = _put(appointment("booked", earlier, made), earlier, made, CREATED)
    return Exchange((booked, _put(appointment(state, cast, made), cast, made, UPDATED))), 1


def _put(resource: Resource, cast: Cast, made: Appointment, status: int) -> Item:
    """The call that sends an appointment, with the status that it was answered with."""
    return Item(EPJ, write_json(resource), time=cast.now, http=Http("PUT", f"{ADDRESS}{made.uid}", status))


def _outcome() -> Resource:
    return {
        "resourceType": OUTCOME,
        "issue": [
            {
                "severity": "error",
                "code": "business-rule",
                "details": {"text": "Innbyggeren er ikke digitalt aktiv i tjenesteområdet."},
            }
        ],
    }
