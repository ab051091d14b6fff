"""Appointments by PUT of a FHIR resource (Helsenorge, REST Timenotifikasjon)."""

from __future__ import annotations

import sqlite3

from simulator.journal import pushes
from simulator.journal.appointment_resource import appointment_resource, terms_of
from simulator.journal.unit import Unit
from standards.fhir import write_json

HIDES_FROM_PARENTS = True
"""The resource says itself that parents shall not see it (9603 NORN_FORANS)."""


def push(unit: Unit, row: sqlite3.Row, code: str, status: str | None) -> str | None:
    """Let the appointment as it is now wait: the resource says itself what happened to it."""
    return _put(unit, row)


def follow(unit: Unit, row: sqlite3.Row) -> None:
    """The receiver keeps what it was last put, so it gets the appointment as the answer has made it."""
    _put(unit, row)


def _put(unit: Unit, row: sqlite3.Row) -> str:
    service = unit.world.service(row["service"]) or unit.at
    facts = dict(row)
    resource = appointment_resource(facts, role=service.role, party=service.party, now=unit.now, terms=terms_of(facts))
    return pushes.put(unit, row["id"], row["patient"], write_json(resource))
