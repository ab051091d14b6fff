"""Who has a journal here, who may act for them, and whether they can be reached digitally."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from simulator.journal.hooks import Hook, passed
from simulator.journal.refusals import Refused
from simulator.journal.unit import Service, Unit
from standards.codes import Ident
from standards.hodemelding import Patient

Digital = Literal["ukjent", "aktiv", "inaktiv"]


@dataclass(frozen=True)
class Guardian:
    """Someone registered as acting for the patient; `relation` from kodeverk 7611."""

    ident: str
    name: str
    relation: str


@dataclass(frozen=True)
class NewPatient:
    """What is registered about a person when the journal is opened."""

    id: str
    ident: str
    family: str
    given: str
    birth_date: str
    kind: str
    guardians: tuple[Guardian, ...] = field(default=())
    services: tuple[str, ...] = ()
    """Roles of the services that see the person; empty: all of them."""


def register(unit: Unit, people: Iterable[NewPatient]) -> None:
    """Open journals for those who have none yet."""
    for person in people:
        if unit.row("SELECT 1 FROM patient WHERE ident = ?", person.ident):
            continue
        unit.insert(
            "patient",
            ident=person.ident,
            id=person.id,
            family=person.family,
            given=person.given,
            birth_date=person.birth_date,
            kind=person.kind,
        )
        for service in unit.world.services:
            if not person.services or service.role in person.services:
                see(unit.serving(service.her_id), person.ident)
        for guardian in person.guardians:
            unit.insert(
                "guardian", patient=person.ident, ident=guardian.ident, name=guardian.name, relation=guardian.relation
            )


def known(unit: Unit, ident: str) -> bool:
    """Whether the person has a journal here."""
    return unit.row("SELECT 1 FROM patient WHERE ident = ?", ident) is not None


def get(unit: Unit, ident: str) -> sqlite3.Row:
    """The patient; raises `Refused` when there is no journal."""
    row = unit.row("SELECT * FROM patient WHERE ident = ?", ident)
    if row is None:
        raise _no_journal()
    return row


def _no_journal() -> Refused:
    return Refused("Pasienten har ingen journal her.")


def see(unit: Unit, ident: str) -> None:
    """Let the person be one of those that the service sees."""
    unit.run("INSERT OR IGNORE INTO seen VALUES (?, ?)", ident, unit.at.her_id)


def services(unit: Unit, ident: str) -> tuple[Service, ...]:
    """The services that see the person, in the order the journal has them."""
    return _in_order(unit, unit.rows("SELECT service FROM seen WHERE patient = ?", ident))


def _in_order(unit: Unit, rows: Iterable[sqlite3.Row]) -> tuple[Service, ...]:
    seen = {row["service"] for row in rows}
    return tuple(service for service in unit.world.services if service.her_id in seen)


def opened(unit: Unit, ident: str) -> Unit:
    """The unit of work at a service that sees the patient; raises `Refused` when staff have no access or no journal is.

    Where staff have not said where they work, it is the first service that sees her.
    """
    rows = unit.rows("SELECT service FROM patient LEFT JOIN seen ON seen.patient = ident WHERE ident = ?", ident)
    if not rows:
        raise _no_journal()
    seen_by = _in_order(unit, rows)
    if unit.at in seen_by or (not seen_by and not unit.bound):
        return unit
    if unit.bound:
        raise Refused(f"Pasienten følges ikke opp ved {unit.at.name}, så du har ikke tilgang til journalen.")
    return replace(unit, at=seen_by[0])


def for_message(unit: Unit, ident: str) -> Patient:
    """The patient as MsgInfo has it."""
    row = get(unit, ident)
    return Patient(row["family"], row["given"], Ident.national(row["ident"]))


def name(unit: Unit, ident: str) -> str:
    """Given and family name; a person with one name has only that."""
    row = get(unit, ident)
    return f"{row['given']} {row['family']}".strip()


def reachable(unit: Unit, ident: str) -> bool:
    """Whether messages may be sent: only a citizen known to be inactive is left alone (HITS 1217:2018, 2.13)."""
    return bool(get(unit, ident)["digital"] != "inaktiv")


def age(unit: Unit, ident: str) -> int:
    """Full years by the journal's clock."""
    born, today = date.fromisoformat(get(unit, ident)["birth_date"]), unit.local.date()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def has_guardian(unit: Unit, ident: str) -> bool:
    """Whether someone may act for the patient; one who is not on Helsenorge today may be there tomorrow, and look."""
    return unit.row("SELECT 1 FROM guardian WHERE patient = ?", ident) is not None


def refuse_dead(unit: Unit, ident: str) -> None:
    """Nothing new is planned for, or written to, one who is dead; raises `Refused`."""
    if get(unit, ident)["died"]:
        raise Refused("Pasienten er registrert død.")


def set_digital(unit: Unit, ident: str, status: Digital) -> None:
    """Note what Helsenorge has told about the citizen."""
    status = passed(unit, Hook.DIGITAL, status, ident)
    unit.run("UPDATE patient SET digital = ?, digital_changed = ? WHERE ident = ?", status, unit.stamp, ident)
