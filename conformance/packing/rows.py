"""Looks through the evidence value by value: its pages cut long texts in two, and a half reads as something else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

from conformance.packing.scanning import Found, Scanner


def found(scanner: Scanner, path: str, database: bytes) -> Iterator[Found]:
    """Everything in a database that must not leave; the line is counted within the value that holds it."""
    for place, value in _values(database):
        for one in scanner.found(path, value):
            yield replace(one, path=f"{path}, {place}")


def _values(database: bytes) -> Iterator[tuple[str, bytes]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database)
        for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            rows = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608  a name from the file itself
            names = [column[0] for column in rows.description]
            for number, row in enumerate(rows, 1):
                for name, value in zip(names, row, strict=True):
                    if isinstance(value, str | bytes):
                        place = f"{table} {number}, {name}"
                        yield place, value.encode() if isinstance(value, str) else value
