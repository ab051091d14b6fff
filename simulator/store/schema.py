"""Which schema a database file was made with: kept in the file, and told apart from the one that is asked for.

There is no moving of what an older simulator stored: what is simulated can be made anew.
"""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing

Columns = dict[str, tuple[tuple[object, ...], ...]]


def version_of(schema_sql: str) -> int:
    """A number that is another for another schema; never 0, which is a file that has none."""
    return (zlib.crc32(" ".join(schema_sql.split()).encode()) & 0x7FFFFFFF) or 1


def stored_version(connection: sqlite3.Connection) -> int:
    """The number in the file; 0 when it has none."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def apply(connection: sqlite3.Connection, schema_sql: str) -> str:
    """Make what is missing and note the version; gives the first table that stands otherwise, and does nothing then."""
    if is_of(connection, schema_sql):
        return ""
    if other := differing(connection, schema_sql):
        return other
    connection.executescript(schema_sql)
    connection.execute(f"PRAGMA user_version = {version_of(schema_sql)}")
    return ""


def is_of(connection: sqlite3.Connection, schema_sql: str) -> bool:
    """Whether the file says that it was made with this very schema."""
    return stored_version(connection) == version_of(schema_sql)


def differing(connection: sqlite3.Connection, schema_sql: str) -> str:
    """A table that is in the file with other columns than the schema has; a table or an index may be new."""
    if is_of(connection, schema_sql) or not (there := _columns(connection)):
        return ""
    with closing(sqlite3.connect(":memory:")) as fresh:
        fresh.executescript(schema_sql)
        wanted = _columns(fresh)
    return next((name for name, columns in there.items() if name in wanted and wanted[name] != columns), "")


def _columns(connection: sqlite3.Connection) -> Columns:
    names = [
        str(row[0])
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
    ]
    # Name, type, whether it may be empty, its default and its place in the key.
    return {
        name: tuple(tuple(row)[1:6] for row in connection.execute("SELECT * FROM pragma_table_info(?)", (name,)))
        for name in names
    }
