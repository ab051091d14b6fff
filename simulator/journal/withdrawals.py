"""What is planned is withdrawn when a patient dies, a pregnancy ends, or an entry stands on the wrong child."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta

from simulator.journal import access, cancellations, contacts, entries, patients, plans, slots, timebok, visits, wishes
from simulator.journal.appointment_resource import MISTAKEN
from simulator.journal.hooks import Hook, passed
from simulator.journal.refusals import Refused
from simulator.journal.timebok import Booking
from simulator.journal.unit import Unit, spoken

MIDWIFE = "jordmor"


def register_death(unit: Unit, patient: str) -> int:
    """Withdraw everything that lies ahead, each told once; gives how much."""
    unit = replace(patients.opened(unit, patient), bound=False)
    if patients.get(unit, patient)["died"]:
        raise Refused("Pasienten er alt registrert død.")
    today = unit.local.date()
    unit.run("UPDATE patient SET died = ? WHERE ident = ?", today.isoformat(), patient)
    access.note(unit, patient, "registrerte at pasienten er død")
    entries.add(unit, patient, "avtale", "Pasienten er registrert død.", entries.staff(unit))
    if not passed(unit, Hook.WITHDRAWS, True, patient):
        return 0
    last = (today - timedelta(days=1)).isoformat()
    unit.run("UPDATE plan SET last = ?1 WHERE patient = ?2 AND (last IS NULL OR last > ?1)", last, patient)
    slots.withdraw(unit, patient)
    wishes.withdraw(unit, patient)
    return _withdraw_all(unit, _ahead(unit, patient))


def correct_death(unit: Unit, patient: str) -> None:
    """One who was registered dead by mistake lives; contacts come back, what was called off does not."""
    unit = patients.opened(unit, patient)
    if not patients.get(unit, patient)["died"]:
        raise Refused("Pasienten er ikke registrert død.")
    unit.run("UPDATE patient SET died = NULL WHERE ident = ?", patient)
    access.note(unit, patient, "rettet at pasienten var registrert død")
    entries.add(unit, patient, "avtale", "Det var feil at pasienten var registrert død.", entries.staff(unit))
    contacts.reopen(unit, patient)


def end_pregnancy(unit: Unit, patient: str) -> int:
    """Withdraw what lies ahead at the midwife's; gives how much."""
    patients.opened(unit, patient)
    midwife = unit.world.service(MIDWIFE)
    if midwife is None:
        raise Refused("Journalen har ingen jordmortjeneste.")
    unit = unit.serving(midwife.her_id)
    access.note(unit, patient, "registrerte at svangerskapet er avsluttet")
    entries.add(unit, patient, "avtale", "Svangerskapet er registrert som avsluttet.", entries.staff(unit))
    if not passed(unit, Hook.WITHDRAWS, True, patient):
        return 0
    return _withdraw_all(unit, [row for row in _ahead(unit, patient) if row["service"] == midwife.her_id])


def pause_visits(unit: Unit, patient: str, first: str, last: str | None, reason: str) -> int:
    """Put home visits on pause and call off those that were made; gives how many."""
    unit = plans.pause(unit, patient, first, last, reason)
    return _withdraw_all(unit, visits.within(unit, patient, first, last))


def correct_patient(unit: Unit, appointment: str, patient: str) -> str:
    """Move an appointment to the patient it should have been on: withdrawn there, booked here; gives the new id."""
    row = timebok.open_one(unit, appointment, "rette")
    unit = unit.serving(row["service"])
    patients.get(unit, patient)
    if row["patient"] == patient:
        raise Refused("Timen står alt på denne pasienten.")
    if row["plan"] is not None:
        raise Refused("Et hjemmebesøk hører til en plan. Avslutt planen, og lag en ny på riktig pasient.")
    unit.run("UPDATE appointment SET called_off = ? WHERE id = ?", MISTAKEN, appointment)
    withdraw(unit, row)
    when = spoken(row["start"])
    wrong, right = f"Timen {when} var satt opp på feil pasient.", f"Timen {when} ble først satt opp på feil pasient."
    entries.add(unit, row["patient"], "avtale", wrong, entries.staff(unit), appointment=appointment)
    patients.see(unit, patient)
    values = {name: row[name] for name in ("start", "end", "summary", "location", "category", "practitioner")}
    corrected = timebok.create(unit, Booking(patient=patient, exempt=bool(row["exempt"]), **values))
    entries.add(unit, patient, "avtale", right, entries.staff(unit), appointment=corrected)
    return corrected


def withdraw(unit: Unit, row: sqlite3.Row) -> None:
    """Call it off with one message: where the citizen waits for an answer, the answer is what she gets."""
    if row["cancellation"] == "waiting":
        cancellations.accept(unit, row["id"], "")
    elif row["plan"] is not None:
        visits.cancel(unit, row["id"], visits.CALLED_OFF_BY_US)
    else:
        timebok.cancel(unit, row["id"], "")


def _ahead(unit: Unit, patient: str) -> list[sqlite3.Row]:
    rows = unit.rows("SELECT * FROM appointment WHERE patient = ? AND status = 'planned' ORDER BY start, id", patient)
    return [row for row in rows if not timebok.is_past(unit, row["start"])]


def _withdraw_all(unit: Unit, rows: list[sqlite3.Row]) -> int:
    for row in rows:
        withdraw(unit, row)
    return len(rows)
