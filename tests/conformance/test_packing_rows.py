"""What the pages of a database file cut in two is neither taken for something else nor overlooked."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from conformance.packing import rows
from conformance.packing.scanning import Scanner
from tests.conformance.test_packing import REAL_ID

UUIDS = " ".join([f"aaaaaaaa-bbbb-4e1b-94e8-e{REAL_ID}"] * 3000)
NUMBERS = " ".join(["x" * 25 + f" {REAL_ID}"] * 3000)


def database(*values: object) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE message (number INTEGER PRIMARY KEY, raw BLOB)")
        connection.executemany("INSERT INTO message (raw) VALUES (?)", [(value,) for value in values])
        connection.commit()
        return bytes(connection.serialize())


def places(content: bytes) -> list[str]:
    return [str(one) for one in rows.found(Scanner(), "evidence.sqlite", content)]


@pytest.mark.parametrize("value", [UUIDS, UUIDS.encode()], ids=["text", "bytes"])
def test_a_uuid_that_a_page_cuts_is_no_persons_number(value: object) -> None:
    content = database(value, None, 7)
    assert list(Scanner().found("evidence.sqlite", content)), "a page must cut one of them, or this shows nothing"
    assert places(content) == []


def test_a_number_is_found_in_whichever_value_it_lies() -> None:
    content = database("ingenting her", f"linje 1\nnr {REAL_ID}", NUMBERS.encode())
    found = places(content)
    assert found[0].startswith("evidence.sqlite, message 2, raw, linje 2: ")
    assert found[1].startswith("evidence.sqlite, message 3, raw, linje 1: ") and len(found) == 2
    assert not any(REAL_ID in one for one in found)
