"""What staff do with appointments and cancellations."""

from __future__ import annotations

from types import MappingProxyType

from simulator.journal import cancellations, timebok, visits, withdrawals
from simulator.journal.intents.kinds import Data
from simulator.journal.params import Params
from simulator.journal.timebok import Booking
from simulator.journal.unit import Unit


def booking(params: Params, patient: str) -> Booking:
    """What staff enters about a time."""
    return Booking(
        patient=patient,
        start=params.time("start"),
        end=params.time("end"),
        summary=params.text("summary"),
        location=params.text("location"),
        category=params.optional("category"),
        practitioner=params.optional("practitioner"),
        exempt=params.maybe("exempt"),
    )


def _create_appointment(unit: Unit, params: Params) -> tuple[Data, str | None]:
    appointment = timebok.create(unit, booking(params, params.person("patient")))
    return {"appointment": appointment}, _withheld(unit, appointment)


def _change_appointment(unit: Unit, params: Params) -> tuple[Data, str | None]:
    appointment = params.text("appointment")
    different = timebok.change(unit, appointment, params.time("start"), params.time("end"), params.optional("location"))
    unsent = "Ingenting er endret, så ingen melding er sendt."
    return {"appointment": appointment}, _withheld(unit, appointment) if different else unsent


def _cancel_appointment(unit: Unit, params: Params) -> tuple[Data, str | None]:
    appointment, reason = params.text("appointment"), params.optional("reason") or ""
    row = timebok.get(unit, appointment)
    if row["cancellation"] == "waiting":
        cancellations.accept(unit, appointment, reason)  # one event, one message: the answer is what she gets
    elif row["plan"] is not None:
        visits.cancel(unit, appointment, visits.CALLED_OFF_BY_US)
    else:
        timebok.cancel(unit, appointment, reason)
    return {}, _withheld(unit, appointment)


def _register_no_show(unit: Unit, params: Params) -> tuple[Data, str | None]:
    appointment = params.text("appointment")
    if timebok.get(unit, appointment)["plan"] is not None:
        visits.cancel(unit, appointment, visits.CALLED_OFF_AWAY)
    else:
        timebok.no_show(unit, appointment)
    return {}, _withheld(unit, appointment)


def _correct_patient(unit: Unit, params: Params) -> tuple[Data, str | None]:
    corrected = withdrawals.correct_patient(unit, params.text("appointment"), params.person("patient"))
    return {"appointment": corrected}, _withheld(unit, corrected)


def _register_death(unit: Unit, params: Params) -> tuple[Data, str | None]:
    return {"withdrawn": withdrawals.register_death(unit, params.person("patient"))}, None


def _correct_death(unit: Unit, params: Params) -> tuple[Data, str | None]:
    withdrawals.correct_death(unit, params.person("patient"))
    return {}, "Det som ble avlyst, må settes opp på nytt."


def _end_pregnancy(unit: Unit, params: Params) -> tuple[Data, str | None]:
    return {"withdrawn": withdrawals.end_pregnancy(unit, params.person("patient"))}, None


def _accept_cancellation(unit: Unit, params: Params) -> tuple[Data, str | None]:
    cancellations.accept(unit, params.text("appointment"), params.optional("text") or "")
    return {}, None


def _refuse_cancellation(unit: Unit, params: Params) -> tuple[Data, str | None]:
    cancellations.refuse(unit, params.text("appointment"), params.optional("text") or "")
    return {}, None


def _withheld(unit: Unit, appointment: str) -> str | None:
    return timebok.withheld(unit, timebok.get(unit, appointment))


INTENTS = MappingProxyType(
    {
        "create_appointment": _create_appointment,
        "change_appointment": _change_appointment,
        "cancel_appointment": _cancel_appointment,
        "register_no_show": _register_no_show,
        "accept_cancellation": _accept_cancellation,
        "refuse_cancellation": _refuse_cancellation,
        "correct_patient": _correct_patient,
        "register_death": _register_death,
        "correct_death": _correct_death,
        "end_pregnancy": _end_pregnancy,
    }
)
