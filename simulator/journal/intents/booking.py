"""What staff do with wishes, slots and what citizens book themselves."""

from __future__ import annotations

from types import MappingProxyType

from simulator.journal import access, patients, slots, wishes
from simulator.journal.intents.appointments import booking
from simulator.journal.intents.kinds import Data
from simulator.journal.params import Params
from simulator.journal.slots import NewSlot
from simulator.journal.unit import Unit


def _grant_wish(unit: Unit, params: Params) -> tuple[Data, str | None]:
    return {"appointment": wishes.grant(unit, params.text("wish"), booking(params, ""))}, None


def _decline_wish(unit: Unit, params: Params) -> tuple[Data, str | None]:
    wishes.decline(unit, params.text("wish"), params.text("text"))
    return {}, None


def _read_wishes(unit: Unit, params: Params) -> tuple[Data, str | None]:
    if params.optional("patient") is None:
        return {"wishes": wishes.shown(unit, None)}, None
    patient = params.person("patient")
    access.note(patients.opened(unit, patient), patient, "leste ønsker om time")
    return {"wishes": wishes.shown(unit, patient)}, None


def _open_slot(unit: Unit, params: Params) -> tuple[Data, str | None]:
    new = NewSlot(
        start=params.time("start"),
        end=params.time("end"),
        summary=params.text("summary"),
        location=params.text("location"),
        practitioner=params.text("practitioner"),
        category=params.optional("category"),
        bookable_from=params.maybe_time("bookable_from"),
        must_call=params.maybe("must_call"),
        approval=params.maybe("approval"),
    )
    return {"slot": slots.open_slot(unit, new)}, None


def _close_slot(unit: Unit, params: Params) -> tuple[Data, str | None]:
    slots.close_slot(unit, params.text("slot"))
    return {}, None


def _accept_booking(unit: Unit, params: Params) -> tuple[Data, str | None]:
    return {"appointment": slots.accept(unit, params.text("booking"), params.optional("text") or "")}, None


def _refuse_booking(unit: Unit, params: Params) -> tuple[Data, str | None]:
    slots.refuse(unit, params.text("booking"), params.text("text"))
    return {}, None


def _read_slots(unit: Unit, params: Params) -> tuple[Data, str | None]:
    return {"slots": slots.shown(unit)}, None


INTENTS = MappingProxyType(
    {
        "grant_wish": _grant_wish,
        "decline_wish": _decline_wish,
        "read_wishes": _read_wishes,
        "open_slot": _open_slot,
        "close_slot": _close_slot,
        "accept_booking": _accept_booking,
        "refuse_booking": _refuse_booking,
        "read_slots": _read_slots,
    }
)
