"""What staff look at, and the settings they change."""

from __future__ import annotations

from types import MappingProxyType

from simulator.journal import access, entries, patients, settings, threads, timebok, transport
from simulator.journal.intents.kinds import Data
from simulator.journal.params import Params
from simulator.journal.unit import Unit


def _change_setting(unit: Unit, params: Params) -> tuple[Data, str | None]:
    return {"previous": settings.change(unit, params.text("setting"), params.text("value"))}, None


def _read_journal(unit: Unit, params: Params) -> tuple[Data, str | None]:
    patient = params.person("patient")
    unit = patients.opened(unit, patient)
    access.note(unit, patient, "leste journalen")
    return {"entries": entries.of_patient(unit, patient)}, None


def _read_appointments(unit: Unit, params: Params) -> tuple[Data, str | None]:
    patient = params.person("patient")
    unit = patients.opened(unit, patient)
    access.note(unit, patient, "leste timelisten")
    return {"appointments": timebok.of_patient(unit, patient)}, None


def _read_thread(unit: Unit, params: Params) -> tuple[Data, str | None]:
    thread = threads.shown(unit, params.text("thread"))
    access.note(unit, thread["patient"], "leste en dialog")
    return thread, None


def _read_access_log(unit: Unit, params: Params) -> tuple[Data, str | None]:
    patient = params.person("patient")
    return {"entries": access.of_patient(patients.opened(unit, patient), patient)}, None


def _read_transport_log(unit: Unit, params: Params) -> tuple[Data, str | None]:
    return {"entries": transport.shown(unit, params.optional("msg_id"))}, None


INTENTS = MappingProxyType(
    {
        "change_setting": _change_setting,
        "read_journal": _read_journal,
        "read_appointments": _read_appointments,
        "read_thread": _read_thread,
        "read_access_log": _read_access_log,
        "read_transport_log": _read_transport_log,
    }
)
