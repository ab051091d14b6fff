"""What staff do with appointments and cancellations."""

from __future__ import annotations

from types import MappingProxyType

from simulator.journal import cancellations, patients, timebok
from simulator.journal.intents.kinds import Data
from simulator.journal.params import Params
from simulator.journal.timebok import Booking
from simulator.journal.unit import Unit


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


def _accept_cancellation(unit: Unit, params: Params) -> tuple[Data, str | None]:
    cancellations.accept(unit, params.text("appointment"), params.optional("text") or "")
    return {}, None


def _refuse_cancellation(unit: Unit, params: Params) -> tuple[Data, str | None]:
    cancellations.refuse(unit, params.text("appointment"), params.optional("text") or "")
    return {}, None


def _unreachable(unit: Unit, patient: str) -> str | None:
    if patients.reachable(unit, patient):
        return None
    return "Innbyggeren er ikke digitalt aktiv på Helsenorge, så ingen melding om timen er sendt."


INTENTS = MappingProxyType(
    {
        "create_appointment": _create_appointment,
        "change_appointment": _change_appointment,
        "cancel_appointment": _cancel_appointment,
        "register_no_show": _register_no_show,
        "accept_cancellation": _accept_cancellation,
        "refuse_cancellation": _refuse_cancellation,
    }
)
