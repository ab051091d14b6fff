"""What staff do with helsekontakter."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from simulator.journal import access, contacts, patients
from simulator.journal.intents.kinds import Data
from simulator.journal.params import Params
from simulator.journal.unit import Unit


def _start_contact(unit: Unit, params: Params) -> tuple[Data, str | None]:
    first = params.maybe_day("first")
    since = None if first is None else date.fromisoformat(first)
    return {"contact": contacts.start(unit, params.person("patient"), since)}, None


def _end_contact(unit: Unit, params: Params) -> tuple[Data, str | None]:
    contacts.end(unit, params.text("contact"), date.fromisoformat(params.day("last")))
    return {}, None


def _read_contacts(unit: Unit, params: Params) -> tuple[Data, str | None]:
    patient = params.person("patient")
    unit = patients.opened(unit, patient)
    access.note(unit, patient, "leste helsekontaktene")
    return {"contacts": contacts.of_patient(unit, patient)}, None


INTENTS = MappingProxyType(
    {
        "start_contact": _start_contact,
        "end_contact": _end_contact,
        "read_contacts": _read_contacts,
    }
)
