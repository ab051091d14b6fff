"""What staff do with home visits."""

from __future__ import annotations

from types import MappingProxyType

from simulator.journal import access, patients, plans, visits, withdrawals
from simulator.journal.intents.kinds import Data
from simulator.journal.params import Params
from simulator.journal.plans import NewPlan
from simulator.journal.series import DAYS
from simulator.journal.unit import Unit

_FREQUENCIES = {"daily": "DAILY", "weekly": "WEEKLY"}


def _plan_visits(unit: Unit, params: Params) -> tuple[Data, str | None]:
    new = NewPlan(
        patient=params.person("patient"),
        summary=params.text("summary"),
        start=params.time("start"),
        end=params.time("end"),
        freq=_FREQUENCIES[params.choice("frequency", tuple(_FREQUENCIES))],
        every=params.number("every", 1) or 1,
        days=params.texts("days", DAYS),
        last=params.maybe_day("last"),
        count=params.number("count"),
        minutes=params.number("minutes"),
        contact=params.optional("contact"),
    )
    return {"plan": plans.create(unit, new)}, None


def _end_visits(unit: Unit, params: Params) -> tuple[Data, str | None]:
    plans.end(unit, params.text("plan"), params.day("last"))
    return {}, None


def _pause_visits(unit: Unit, params: Params) -> tuple[Data, str | None]:
    withdrawn = withdrawals.pause_visits(
        unit, params.person("patient"), params.day("first"), params.maybe_day("last"), params.text("reason")
    )
    return {"withdrawn": withdrawn}, None


def _resume_visits(unit: Unit, params: Params) -> tuple[Data, str | None]:
    plans.resume(unit, params.person("patient"), params.day("first"))
    return {}, None


def _confirm_visit(unit: Unit, params: Params) -> tuple[Data, str | None]:
    visit = visits.confirm(
        unit, params.text("plan"), params.time("start"), params.texts("employees"), params.maybe_time("arrival")
    )
    return {"appointment": visit}, None


def _change_employees(unit: Unit, params: Params) -> tuple[Data, str | None]:
    visits.substitute(unit, params.text("appointment"), params.texts("employees"))
    return {}, None


def _complete_visit(unit: Unit, params: Params) -> tuple[Data, str | None]:
    visits.complete(unit, params.text("appointment"))
    return {}, None


def _cancel_visit(unit: Unit, params: Params) -> tuple[Data, str | None]:
    reason = params.choice("reason", visits.REASONS)
    return {"appointment": visits.cancel_planned(unit, params.text("plan"), params.time("start"), reason)}, None


def _read_visits(unit: Unit, params: Params) -> tuple[Data, str | None]:
    patient = params.person("patient")
    there = patients.opened(unit, patient)
    access.note(there, patient, "leste planen for hjemmebesøk")
    return plans.shown(there, patient), None


INTENTS = MappingProxyType(
    {
        "plan_visits": _plan_visits,
        "end_visits": _end_visits,
        "pause_visits": _pause_visits,
        "resume_visits": _resume_visits,
        "confirm_visit": _confirm_visit,
        "change_employees": _change_employees,
        "complete_visit": _complete_visit,
        "cancel_visit": _cancel_visit,
        "read_visits": _read_visits,
    }
)
