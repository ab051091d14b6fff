"""One process at a time on a data directory."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from simulator.store.database import StoreUnusable
from standards.errors import Problem, in_words


class DirectoryTaken(Problem):
    """Another process is using the data directory."""


class Ownership:
    """Holds a directory until `close()` or the end of the process, however it ends."""

    def __init__(self, directory: Path) -> None:
        try:
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._connection = sqlite3.connect(directory / ".in-use", timeout=0, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise _unwritable(directory, error) from error
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._connection.close()
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise _unwritable(directory, error) from error
            raise DirectoryTaken(
                "Datamappen er i bruk av en annen simulator.",
                expected="at bare én simulator bruker mappen",
                found=str(directory),
                fix="Stopp den andre simulatoren, eller velg en annen datamappe.",
            ) from error

    def close(self) -> None:
        """Let others have the directory."""
        self._connection.close()


def _unwritable(directory: Path, error: Exception) -> StoreUnusable:
    return StoreUnusable(
        "Datamappen kan ikke brukes.",
        expected=f"en mappe med skrivetilgang: {directory}",
        found=in_words(error) if isinstance(error, OSError) else str(error),
        fix="Gi skrivetilgang, eller velg en annen datamappe.",
    )
