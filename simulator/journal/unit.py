"""One unit of work: a transaction, the time it happens at, and whose journal it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from simulator.journal.hooks import Faults
from simulator.journal.profile import Profile
from simulator.journal.refusals import Refused
from standards.parties import Party

OSLO = ZoneInfo("Europe/Oslo")


ROLES = ("helsestasjon", "skolehelsetjeneste", "jordmor", "ungdom", "hjemmetjeneste")
"""What a service of the municipality can be."""


@dataclass(frozen=True)
class Service:
    """A service that uses the journal: a party of its own, with its own queues, messages and access."""

    role: str
    party: Party

    @property
    def her_id(self) -> str:
        """HER-id on level 2."""
        return self.party.her_id

    @property
    def name(self) -> str:
        """Its name as the address registry has it."""
        return (self.party.level2 or self.party.level1).name


@dataclass(frozen=True)
class World:
    """Whose journal it is and whom it talks with. The first service is the one meant when none is named."""

    profile: Profile
    services: tuple[Service, ...]
    helsenorge: Party
    actors: bool = False
    """Whether it exchanges messages with other health actors too; those go over Meldingstjener."""

    @property
    def default(self) -> Service:
        """The service meant when none is named."""
        return self.services[0]

    def service(self, name: str) -> Service | None:
        """The service with that HER-id or role."""
        return next((service for service in self.services if name in (service.her_id, service.role)), None)


@dataclass(frozen=True)
class Unit:
    """Everything done through one unit is committed together, or not at all. `now` is aware, UTC.

    `at` is the service where it happens; `bound` tells that staff work there and see no other service's things;
    `faults` is None when the journal does everything right.
    """

    db: sqlite3.Connection
    world: World
    now: datetime
    new_id: Callable[[], str]
    at: Service
    bound: bool = False
    faults: Faults | None = None

    def serving(self, her_id: str) -> Unit:
        """The same at the service that something belongs to; raises `Refused` when staff work elsewhere."""
        if her_id == self.at.her_id:
            return self
        service = self.world.service(her_id) or self.world.default
        if self.bound:
            raise Refused(
                f"Dette hører til {service.name}. Du har bare tilgang til det som er ført ved {self.at.name}."
            )
        return replace(self, at=service)

    @property
    def local(self) -> datetime:
        """The time in Norway, with its zone, whole seconds."""
        return self.now.astimezone(OSLO).replace(microsecond=0)

    @property
    def stamp(self) -> str:
        """The time as logs have it: ISO 8601, UTC, with Z."""
        return self.now.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """All rows of a query."""
        return self.db.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        found: sqlite3.Row | None = self.db.execute(sql, values).fetchone()
        return found

    def insert(self, table: str, **values: Any) -> int:
        """Add a row; gives its rowid. Table and columns are names of our own, never input."""
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" for _ in values)
        cursor = self.db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))  # noqa: S608
        return int(cursor.lastrowid or 0)

    def run(self, sql: str, *values: Any) -> int:
        """Run a statement; gives the number of rows it changed."""
        return self.db.execute(sql, values).rowcount


def local_time(text: str) -> datetime | None:
    """A time of an appointment as local time without zone; None when it is not one."""
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return value if value.tzinfo is None else value.astimezone(OSLO).replace(tzinfo=None)


def spoken(text: str) -> str:
    """An appointment's time in words, such as `01.12.2026 kl. 10.15`."""
    value = local_time(text)
    return value.strftime("%d.%m.%Y kl. %H.%M") if value else text
