"""Named copies of one database: in memory for one in memory, otherwise as files that outlive the process."""

from __future__ import annotations

import re
import sqlite3
import threading
from contextlib import closing
from difflib import get_close_matches
from pathlib import Path

from simulator.store.database import MEMORY, Database
from standards.errors import Problem

MOST = 20
"""How many copies of one database there may be."""
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


class UnknownSnapshot(Problem):
    """No copy of that name."""


class SnapshotRefused(Problem):
    """The name cannot be used, or there are too many copies."""


class Snapshots:
    """The copies of a database; `folder` is made when the first is taken, None keeps them in memory."""

    def __init__(self, database: Database, folder: Path | None) -> None:
        self._database = database
        self._folder = folder
        self._kept: dict[str, sqlite3.Connection] = {}
        self._one_at_a_time = threading.Lock()

    def names(self) -> list[str]:
        """All names, sorted."""
        found = self._kept if self._folder is None else [path.stem for path in self._folder.glob("*.sqlite")]
        return sorted(found)

    def save(self, name: str) -> bool:
        """Take a copy, in place of one with that name; whether the name is new. Raises `SnapshotRefused`."""
        with self._one_at_a_time:
            return self._save(name)

    def _save(self, name: str) -> bool:
        known = self.names()
        if not _NAME.fullmatch(name):
            raise _refused("Navnet kan ikke brukes.", "1 til 63 tegn: små bokstaver a–z, sifre, - og _", name[:80])
        if name not in known and len(known) >= MOST:
            raise _refused("Det er for mange øyeblikksbilder.", f"høyst {MOST}", ", ".join(known))
        if self._folder is None:
            self._keep(name)
        else:
            self._write(self._folder, name)
        return name not in known

    def restore(self, name: str) -> None:
        """Make the database what it was; raises `UnknownSnapshot`."""
        with self._one_at_a_time:
            self._require(name)
            if self._folder is None:
                self._database.copy_from(self._kept[name])
                return
            with closing(sqlite3.connect(self._folder / f"{name}.sqlite")) as source:
                self._database.copy_from(source)

    def delete(self, name: str) -> None:
        """Forget a copy; raises `UnknownSnapshot`."""
        with self._one_at_a_time:
            self._require(name)
            if self._folder is None:
                self._kept.pop(name).close()
            else:
                (self._folder / f"{name}.sqlite").unlink()

    def close(self) -> None:
        """Let go of what is kept in memory."""
        for connection in self._kept.values():
            connection.close()
        self._kept.clear()

    def _keep(self, name: str) -> None:
        copy = sqlite3.connect(MEMORY, check_same_thread=False)
        self._database.copy_to(copy)
        former = self._kept.pop(name, None)
        if former is not None:
            former.close()
        self._kept[name] = copy

    def _write(self, folder: Path, name: str) -> None:
        """Whole or not there at all, and only its owner can read it."""
        folder.mkdir(mode=0o700, exist_ok=True)
        draft = folder / f".{name}.draft"
        draft.unlink(missing_ok=True)
        with closing(sqlite3.connect(draft)) as copy:
            self._database.copy_to(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        draft.replace(folder / f"{name}.sqlite")

    def _require(self, name: str) -> None:
        known = self.names()
        if name not in known:
            near = get_close_matches(name, known, n=3, cutoff=0.3)
            raise UnknownSnapshot(
                f"Øyeblikksbildet «{name[:80]}» finnes ikke.",
                expected=", ".join(near or known) or "et som er tatt",
                found=name[:80],
                fix=f"Mente du {near[0]}?" if near else "Ta det først.",
            )


def _refused(problem: str, expected: str, found: str) -> SnapshotRefused:
    return SnapshotRefused(problem, expected=expected, found=found, fix="Velg et annet navn, eller slett et du har.")
