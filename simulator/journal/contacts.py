"""The helsekontakt of a citizen: which service she may write to, from when and until when (HITS 1218:2018).

A municipality that uses DigiHelsestasjon tells of three that come by themselves: the health station until 1 August of
the year the child turns six, the school health service from then until 23, and the youth service from 16 until 30. So
there may be two at a time. One begins with the birth, as soon as the journal knows the child; one who has moved away,
and whose contacts staff have ended, gets no new ones.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta

from simulator.journal import access, contact_messages, patients, settings
from simulator.journal.refusals import Refused
from simulator.journal.unit import Service, Unit

_DAY = "contacts_day"
BEGINS_SCHOOL, LEAVES_SCHOOL, YOUTH, LEAVES_YOUTH = 6, 23, 16, 30
FOLLOWING = ("helsestasjon", "skolehelsetjeneste", "ungdom")
"""The services that follow a child by its age."""


def roles_on(birth: date, day: date) -> tuple[str, ...]:
    """The services that follow somebody of that birth date; none before birth and for the grown up."""
    school = date(birth.year + BEGINS_SCHOOL, 8, 1)
    periods = (
        (birth, school),
        (school, _birthday(birth, LEAVES_SCHOOL)),
        (_birthday(birth, YOUTH), _birthday(birth, LEAVES_YOUTH)),
    )
    return tuple(role for role, (first, end) in zip(FOLLOWING, periods, strict=True) if first <= day < end)


def begin(unit: Unit, idents: Iterable[str]) -> None:
    """Give those who have a new journal the contacts that they already have on Helsenorge; nothing is sent."""
    today = unit.local.date()
    for ident in idents:
        for service in _following(unit, ident, today):
            _insert(unit, ident, service, today)
    settings.put(unit, _DAY, today.isoformat())


def arrive(unit: Unit, idents: Iterable[str]) -> None:
    """Open the contacts of those who have come to a journal that is in use, a newborn among them, and tell them."""
    today = unit.local.date()
    for ident in idents:
        seen_by = patients.services(unit, ident)
        following = [service for service in _following(unit, ident, today) if service in seen_by]
        opened = tuple(_insert(unit, ident, service, today) for service in following)
        if opened:
            contact_messages.tell(unit, ident, opened)


def reopen(unit: Unit, ident: str) -> None:
    """Give one who was taken for dead the contacts that she should have, and tell them."""
    open_ones = {row["service"] for row in _open(unit, ident)}
    today = unit.local.date()
    following = [one for one in _following(unit, ident, today) if one.her_id not in open_ones]
    opened = tuple(_insert(unit, ident, one, today) for one in following)
    if opened:
        contact_messages.tell(unit, ident, opened)


def attend(unit: Unit) -> None:
    """End the contacts of the dead, and once a day open and end those that ages call for."""
    for row in unit.rows(
        "SELECT DISTINCT ident FROM patient JOIN contact ON patient = ident WHERE died IS NOT NULL AND last IS NULL"
    ):
        end_all(unit, row["ident"])
    today = unit.local.date()
    before = date.fromisoformat(settings.get(unit, _DAY) or today.isoformat())
    if settings.get(unit, _DAY) == today.isoformat():
        return
    settings.put(unit, _DAY, today.isoformat())
    for row in unit.rows("SELECT ident, birth_date FROM patient WHERE died IS NULL ORDER BY rowid"):
        birth = date.fromisoformat(row["birth_date"])
        then, now = roles_on(birth, before), roles_on(birth, today)
        if then != now:
            _go_on(unit, row["ident"], now, born=before < birth, today=today)


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


def _go_on(unit: Unit, patient: str, roles: tuple[str, ...], *, born: bool, today: date) -> None:
    """End the contacts that her age has ended the day before, and open those that it has begun."""
    open_ones = {row["service"]: row for row in _open(unit, patient)}
    followed = {her_id: row for her_id, row in open_ones.items() if _role(unit, her_id) in FOLLOWING}
    if not followed and not born:
        return
    changed = []
    for her_id, row in followed.items():
        if _role(unit, her_id) not in roles:
            yesterday = max(today - timedelta(days=1), date.fromisoformat(row["first"]))
            unit.run("UPDATE contact SET last = ? WHERE id = ?", yesterday.isoformat(), row["id"])
            changed.append(row["id"])
    for service in _following(unit, patient, today):
        if service.her_id not in open_ones:
            patients.see(unit.serving(service.her_id), patient)
            changed.append(_insert(unit, patient, service, today))
    if changed:
        contact_messages.tell(unit, patient, tuple(changed))


def _following(unit: Unit, patient: str, day: date) -> list[Service]:
    """The services of this journal that follow her by her age."""
    roles = roles_on(date.fromisoformat(patients.get(unit, patient)["birth_date"]), day)
    found = (unit.world.service(role) for role in roles)
    return [service for service in found if service is not None]


def _role(unit: Unit, her_id: str) -> str:
    service = unit.world.service(her_id)
    return "" if service is None else service.role


def _insert(unit: Unit, patient: str, service: Service, first: date) -> str:
    contact = unit.new_id()[:30]
    unit.insert("contact", id=contact, patient=patient, service=service.her_id, first=first.isoformat())
    return contact


def _open(unit: Unit, patient: str) -> list[sqlite3.Row]:
    return unit.rows("SELECT * FROM contact WHERE patient = ? AND last IS NULL", patient)


def _birthday(birth: date, years: int) -> date:
    """The day somebody turns so many years; one born on 29 February on 1 March in other years."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)
