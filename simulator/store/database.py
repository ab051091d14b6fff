"""One sqlite database shared by the threads of a server: short write transactions, one connection per thread."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from simulator.store import schema
from standards.errors import Problem

MEMORY = ":memory:"
_BUSY_SECONDS = 30.0
_NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR})


class StoreFull(Problem):
    """Nothing more can be written: disk full, write-protected, or the disk gives errors. The transaction is undone."""


class StoreUnusable(Problem):
    """The file cannot be opened as a database, or the database is closed."""


class StoreOutdated(StoreUnusable):
    """The file was made by a simulator that stores otherwise; nothing in it is changed."""


class Database:
    """A file, or `:memory:` for a world that dies with its owner. `schema_sql` must bear being run again.

    A file uses WAL with `synchronous` FULL (survives power loss) unless told otherwise. Memory uses one connection.
    `max_pages` caps the size, so that a full disk can be rehearsed.
    """

    def __init__(
        self,
        path: Path | str,
        schema_sql: str,
        *,
        synchronous: Literal["FULL", "NORMAL"] = "FULL",
        max_pages: int | None = None,
    ) -> None:
        self._path = str(path)
        self._synchronous = synchronous
        self._max_pages = max_pages
        self._write_lock = threading.RLock()
        self._own = threading.local()
        self._opened: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._opened_lock = threading.Lock()
        self._closed = False
        self._shared = self._open() if self._path == MEMORY else None
        self._schema = schema_sql
        with self._translated():
            other = schema.apply(self._connection(), schema_sql)
        if other:
            self.close()
            raise _outdated(self._path, other)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A write transaction: committed when the block ends, undone when it raises. Not to be nested.

        Raises `StoreFull` when the disk takes no more, `StoreUnusable` after `close()`.
        """
        with self._write_lock, self._translated():
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """All rows of a query, outside any transaction of others."""
        if self._shared is None:
            with self._translated():
                return self._connection().execute(sql, parameters).fetchall()
        with self._write_lock, self._translated():
            return self._connection().execute(sql, parameters).fetchall()

    def read_one(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        rows = self.read(sql, parameters)
        return rows[0] if rows else None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else writes meanwhile; the holder may."""
        with self._write_lock:
            yield

    def copy_to(self, target: sqlite3.Connection) -> None:
        """Make another database equal to this one."""
        with self._write_lock, self._translated():
            self._connection().backup(target)

    def copy_from(self, source: sqlite3.Connection) -> None:
        """Become equal to another database, all at once; raises `StoreOutdated` when that stores otherwise."""
        with self._write_lock, self._translated():
            if other := schema.differing(source, self._schema):
                raise _outdated(self._path, other)
            source.backup(self._connection())
            schema.apply(self._connection(), self._schema)

    def close(self) -> None:
        """Wait for the running write, then close every connection; may be called again."""
        with self._write_lock, self._opened_lock:
            self._closed = True
            for _, connection in self._opened:
                connection.close()
            self._opened.clear()

    def _connection(self) -> sqlite3.Connection:
        if self._closed:
            raise _closed(self._path)
        if self._shared is not None:
            return self._shared
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = self._open()
        return connection

    def _open(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(
                self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            connection.row_factory = sqlite3.Row
            for pragma in self._pragmas():
                connection.execute(pragma)
        except sqlite3.Error as error:
            raise _unusable(self._path, error) from error
        self._remember(connection)
        return connection

    def _pragmas(self) -> Iterator[str]:
        yield "PRAGMA foreign_keys = ON"
        if self._path != MEMORY:
            yield "PRAGMA journal_mode = WAL"
            yield f"PRAGMA synchronous = {self._synchronous}"
        if self._max_pages is not None:
            yield f"PRAGMA max_page_count = {self._max_pages}"

    def _remember(self, connection: sqlite3.Connection) -> None:
        """Keep the connection for `close()`, and close those whose thread has ended."""
        with self._opened_lock:
            if self._path != MEMORY:
                for thread, stale in self._opened:
                    if not thread.is_alive():
                        stale.close()
                self._opened = [pair for pair in self._opened if pair[0].is_alive()]
            self._opened.append((threading.current_thread(), connection))

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in _NO_ROOM:
                raise _full(self._path, error) from error
            raise
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                raise _unusable(self._path, error) from error
            if self._closed:
                raise _closed(self._path) from error
            raise


def _full(path: str, error: sqlite3.Error) -> StoreFull:
    return StoreFull(
        "Det lar seg ikke gjøre å lagre: disken er full eller skrivebeskyttet.",
        expected=f"plass og skrivetilgang for {path}",
        found=str(error),
        fix="Frigjør plass eller gi skrivetilgang, og prøv igjen. Det som er kvittert for, er ikke berørt.",
    )


def _outdated(path: str, table: str) -> StoreOutdated:
    return StoreOutdated(
        "Det som er lagret, er laget av en annen versjon av simulatoren, og kan ikke leses av denne.",
        expected=f"tabellen {table} slik denne versjonen har den",
        found=f"en annen {table} i {path}",
        fix="Bruk versjonen som laget det, eller flytt filen unna (eller velg en ny --data-mappe) og begynn på nytt. "
        "Ingenting i filen er endret.",
    )


def _unusable(path: str, error: sqlite3.Error) -> StoreUnusable:
    return StoreUnusable(
        "Databasefilen kan ikke åpnes.",
        expected=f"en lesbar sqlite-fil og skrivetilgang til mappen: {path}",
        found=str(error),
        fix="Velg en annen datamappe, eller flytt filen unna og start på nytt.",
    )


def _closed(path: str) -> StoreUnusable:
    return StoreUnusable(
        "Databasen er lukket.", expected="en åpen database", found=path, fix="Start tjenesten på nytt."
    )
