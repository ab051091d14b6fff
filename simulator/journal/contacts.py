"""The helsekontakt of a citizen: which service she may write to, from when and until when (HITS 1218:2018).

No source says when a helsekontakt begins and ends. Here a child belongs to the health station from birth, to the school
health service from 1 August of the year she turns six, and to the youth service from sixteen until twenty.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta

from simulator.journal import access, contact_messages, patients, settings
from simulator.journal.refusals import Refused
from simulator.journal.unit import Service, Unit

_DAY = "contacts_day"
CHAIN = ("helsestasjon", "skolehelsetjeneste", "ungdom")
"""The services that follow a child, in turn."""
SCHOOL, GROWING_UP, GROWN_UP = 6, 16, 20


def role_on(birth: date, day: date) -> str | None:
    """The service that follows somebody of that birth date; None before birth and for grown-ups."""
    if day < birth or day >= _birthday(birth, GROWN_UP):
        return None
    if day >= _birthday(birth, GROWING_UP):
        return "ungdom"
    return "skolehelsetjeneste" if day >= date(birth.year + SCHOOL, 8, 1) else "helsestasjon"


def begin(unit: Unit, idents: Iterable[str]) -> None:
    """Give those who have a new journal the contact that they already have on Helsenorge; nothing is sent."""
    today = unit.local.date()
    for ident in idents:
        row = patients.get(unit, ident)
        service = _service(unit, role_on(date.fromisoformat(row["birth_date"]), today))
        if service is not None and not _open(unit, ident):
            _insert(unit, ident, service, today)
    settings.put(unit, _DAY, today.isoformat())


def attend(unit: Unit) -> None:
    """End the contacts of the dead, and once a day let each child go on to the service that her age calls for."""
    for row in unit.rows(
        "SELECT DISTINCT ident FROM patient JOIN contact ON patient = ident WHERE died IS NOT NULL AND last IS NULL"
    ):
        end_all(unit, row["ident"])
    today = unit.local.date()
    if settings.get(unit, _DAY) == today.isoformat():
        return
    settings.put(unit, _DAY, today.isoformat())
    for row in unit.rows(
        "SELECT contact.*, birth_date FROM contact JOIN patient ON ident = patient WHERE last IS NULL"
    ):
        role = role_on(date.fromisoformat(row["birth_date"]), today)
        service = unit.world.service(row["service"])
        if service is not None and service.role in CHAIN and service.role != role:
            _go_on(unit, row, _service(unit, role), today)


def start(unit: Unit, patient: str, first: date | None) -> str:
    """Open a contact with the service where staff work, and tell it; gives its id."""
    unit = patients.opened(unit, patient)
    patients.refuse_dead(unit, patient)
    today = unit.local.date()
    if first is not None and first > today:
        raise Refused("En helsekontakt kan ikke begynne fram i tid; den vises da ikke riktig på Helsenorge.")
    if any(row["service"] == unit.at.her_id for row in _open(unit, patient)):
        raise Refused(f"Innbyggeren har alt en helsekontakt ved {unit.at.name}.")
    access.note(unit, patient, "åpnet en helsekontakt")
    contact = _insert(unit, patient, unit.at, first or today)
    contact_messages.tell(unit, patient, (contact,))
    return contact


def end(unit: Unit, contact: str, last: date) -> None:
    """Let a contact end, because the citizen has moved or needs it no more, and tell it."""
    row = unit.row("SELECT * FROM contact WHERE id = ?", contact)
    if row is None:
        raise Refused("Helsekontakten finnes ikke.")
    unit = unit.serving(row["service"])
    if row["last"] is not None:
        raise Refused("Helsekontakten er alt avsluttet.")
    if last < date.fromisoformat(row["first"]):
        raise Refused("Helsekontakten kan ikke slutte før den begynte.")
    access.note(unit, row["patient"], "avsluttet en helsekontakt")
    unit.run("UPDATE contact SET last = ? WHERE id = ?", last.isoformat(), contact)
    contact_messages.tell(unit, row["patient"], (contact,))


def end_all(unit: Unit, patient: str) -> None:
    """Let every contact end today, when there is nobody to be in contact with."""
    rows = _open(unit, patient)
    today = unit.local.date().isoformat()
    unit.run("UPDATE contact SET last = max(first, ?) WHERE patient = ? AND last IS NULL", today, patient)
    if rows:
        contact_messages.tell(unit, patient, tuple(row["id"] for row in rows))


def of_patient(unit: Unit, patient: str) -> list[dict[str, str | None]]:
    """The patient's contacts, the oldest first."""
    rows = unit.rows("SELECT id, service, first, last FROM contact WHERE patient = ? ORDER BY rowid", patient)
    return [dict(row) for row in rows]


def service_of(unit: Unit, patient: str, contact: str) -> str | None:
    """The HER-id of the service that a contact of the patient is with; None when it is unknown."""
    row = unit.row("SELECT service FROM contact WHERE id = ? AND patient = ?", contact, patient)
    return None if row is None else str(row["service"])


def _go_on(unit: Unit, row: sqlite3.Row, service: Service | None, today: date) -> None:
    """End the contact the day before, and open the next one where the journal has that service."""
    yesterday = max(today - timedelta(days=1), date.fromisoformat(row["first"]))
    unit.run("UPDATE contact SET last = ? WHERE id = ?", yesterday.isoformat(), row["id"])
    changed = [row["id"]]
    if service is not None:
        patients.see(unit.serving(service.her_id), row["patient"])
        changed.append(_insert(unit, row["patient"], service, today))
    contact_messages.tell(unit, row["patient"], tuple(changed))


def _insert(unit: Unit, patient: str, service: Service, first: date) -> str:
    contact = unit.new_id()[:30]
    unit.insert("contact", id=contact, patient=patient, service=service.her_id, first=first.isoformat())
    return contact


def _open(unit: Unit, patient: str) -> list[sqlite3.Row]:
    return unit.rows("SELECT * FROM contact WHERE patient = ? AND last IS NULL", patient)


def _service(unit: Unit, role: str | None) -> Service | None:
    return None if role is None else unit.world.service(role)


def _birthday(birth: date, years: int) -> date:
    """The day somebody turns so many years; one born on 29 February on 1 March in other years."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)
