"""What staff can be asked to do: the closed list of intents, each one function from parameters to data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from simulator.journal import access, cancellations, entries, patients, settings, threads, timebok, transport
from simulator.journal.params import Params
from simulator.journal.timebok import Booking
from simulator.journal.unit import Unit

Data = dict[str, Any]
Intent = Callable[[Unit, Params], tuple[Data, str | None]]


def _create_appointment(unit: Unit, params: Params) -> tuple[Data, str | None]:
    booking = Booking(
        patient=params.person("patient"),
        start=params.time("start"),
        end=params.time("end"),
        summary=params.text("summary"),
        location=params.text("location"),
        category=params.optional("category"),
        practitioner=params.optional("practitioner"),
    )
    appointment = timebok.create(unit, booking)
    return {"appointment": appointment}, _unreachable(unit, booking.patient)


def _change_appointment(unit: Unit, params: Params) -> tuple[Data, str | None]:
    appointment = params.text("appointment")
    different = timebok.change(unit, appointment, params.time("start"), params.time("end"), params.optional("location"))
    reason = _unreachable(unit, timebok.get(unit, appointment)["patient"])
    return {"appointment": appointment}, reason if different else "Ingenting er endret, så ingen melding er sendt."


def _cancel_appointment(unit: Unit, params: Params) -> tuple[Data, str | None]:
    appointment, reason = params.text("appointment"), params.optional("reason") or ""
    if timebok.get(unit, appointment)["cancellation"] == "waiting":
        cancellations.accept(unit, appointment, reason)  # one event, one message: the answer is what she gets
    else:
        timebok.cancel(unit, appointment, reason)
    return {}, _unreachable(unit, timebok.get(unit, appointment)["patient"])


def _register_no_show(unit: Unit, params: Params) -> tuple[Data, str | None]:
    timebok.no_show(unit, params.text("appointment"))
    return {}, _unreachable(unit, timebok.get(unit, params.text("appointment"))["patient"])


def _start_dialog(unit: Unit, params: Params) -> tuple[Data, str | None]:
    thread = threads.start(
        unit,
        params.person("patient"),
        params.text("subject"),
        params.text("text"),
        answerable=params.flag("answerable"),
    )
    return {"thread": thread}, None


def _answer_dialog(unit: Unit, params: Params) -> tuple[Data, str | None]:
    outcome = params.choice("outcome", tuple(threads.OUTCOMES))
    text = params.text("text") if outcome == "answer" else params.optional("text") or ""
    threads.answer(unit, params.text("thread"), text, outcome)
    return {}, None


def _accept_cancellation(unit: Unit, params: Params) -> tuple[Data, str | None]:
    cancellations.accept(unit, params.text("appointment"), params.optional("text") or "")
    return {}, None


def _refuse_cancellation(unit: Unit, params: Params) -> tuple[Data, str | None]:
    cancellations.refuse(unit, params.text("appointment"), params.optional("text") or "")
    return {}, None


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
    patients.get(unit, patient)
    return {"entries": access.of_patient(unit, patient)}, None


def _read_transport_log(unit: Unit, params: Params) -> tuple[Data, str | None]:
    return {"entries": transport.shown(unit, params.optional("msg_id"))}, None


def _unreachable(unit: Unit, patient: str) -> str | None:
    if patients.reachable(unit, patient):
        return None
    return "Innbyggeren er ikke digitalt aktiv på Helsenorge, så ingen melding om timen er sendt."


INTENTS: Mapping[str, Intent] = MappingProxyType(
    {
        "create_appointment": _create_appointment,
        "change_appointment": _change_appointment,
        "cancel_appointment": _cancel_appointment,
        "register_no_show": _register_no_show,
        "start_dialog": _start_dialog,
        "answer_dialog": _answer_dialog,
        "accept_cancellation": _accept_cancellation,
        "refuse_cancellation": _refuse_cancellation,
        "change_setting": _change_setting,
        "read_journal": _read_journal,
        "read_appointments": _read_appointments,
        "read_thread": _read_thread,
        "read_access_log": _read_access_log,
        "read_transport_log": _read_transport_log,
    }
)
"""Name → what the journal does. `settle` is not here: it is about the connection, not the journal."""

READING = frozenset(name for name in INTENTS if name.startswith("read_"))
"""Intents that change nothing but the access log."""
