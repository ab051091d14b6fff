"""How each HER-id wants to be served by MSH v3: set by its own client, before anything else is asked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from simulator.national.meldingstjener.refusals import locked
from simulator.store.database import Database

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS configuration (
  her_id INTEGER PRIMARY KEY, client TEXT NOT NULL, locked INTEGER NOT NULL, tells_refused INTEGER NOT NULL,
  filters TEXT NOT NULL) STRICT;
"""


@dataclass(frozen=True)
class Configuration:
    """What was set for a HER-id; `client` set it, and is alone about it while it is `locked`."""

    her_id: int
    client: str
    locked: bool = False
    tells_refused: bool = False
    filters: frozenset[str] = frozenset()
    """The codes of 8279 that are refused for it."""


class Configurations:
    """Those of one area; kept before they count."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known = {row["her_id"]: _read(dict(row)) for row in database.read("SELECT * FROM configuration")}

    def of(self, her_id: int) -> Configuration | None:
        """What was set for it, None when nothing was."""
        return self._known.get(her_id)

    def is_locked(self, her_id: int, client: str) -> bool:
        """Whether another client has it for itself."""
        found = self._known.get(her_id)
        return found is not None and found.locked and found.client != client

    def put(self, wanted: Iterable[Configuration]) -> None:
        """Set all of them or none; raises `Locked` when another client was first."""
        wanted = tuple(wanted)
        with self._database.held():
            self._require_free({one.her_id for one in wanted}, {one.client for one in wanted})
            with self._database.transaction() as connection:
                connection.executemany("REPLACE INTO configuration VALUES (?, ?, ?, ?, ?)", map(_row, wanted))
            self._known = {**self._known, **{one.her_id: one for one in wanted}}

    def remove(self, her_ids: Iterable[int], client: str) -> None:
        """Forget what was set for them; raises `Locked`."""
        wanted = set(her_ids)
        with self._database.held():
            self._require_free(wanted, {client})
            with self._database.transaction() as connection:
                connection.executemany("DELETE FROM configuration WHERE her_id = ?", [(one,) for one in wanted])
            self._known = {her_id: one for her_id, one in self._known.items() if her_id not in wanted}

    def forget(self) -> None:
        """Forget all."""
        with self._database.held():
            with self._database.transaction() as connection:
                connection.execute("DELETE FROM configuration")
            self._known = {}

    def _require_free(self, her_ids: Iterable[int], clients: Iterable[str]) -> None:
        taken = sorted({her_id for her_id in her_ids for client in clients if self.is_locked(her_id, client)})
        if taken:
            raise locked(taken)


def _row(one: Configuration) -> tuple[object, ...]:
    return (one.her_id, one.client, one.locked, one.tells_refused, json.dumps(sorted(one.filters)))


def _read(row: dict[str, object]) -> Configuration:
    filters = frozenset(json.loads(str(row["filters"])))
    return Configuration(
        int(str(row["her_id"])), str(row["client"]), bool(row["locked"]), bool(row["tells_refused"]), filters
    )
