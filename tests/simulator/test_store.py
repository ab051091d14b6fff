import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.store.database import MEMORY, Database, StoreFull, StoreOutdated, StoreUnusable
from simulator.store.ownership import DirectoryTaken, Ownership
from simulator.store.snapshots import Snapshots
from tests.simulator.bus_world import in_thread

SCHEMA = "CREATE TABLE IF NOT EXISTS t (a INTEGER PRIMARY KEY, b TEXT);"


@pytest.fixture(params=["file", "memory"])
def database(request: pytest.FixtureRequest, tmp_path: Path):
    opened = Database(MEMORY if request.param == "memory" else tmp_path / "t.sqlite", SCHEMA)
    yield opened
    opened.close()


def put(database: Database, text: str) -> None:
    with database.transaction() as connection:
        connection.execute("INSERT INTO t (b) VALUES (?)", (text,))


def count(database: Database) -> int:
    row = database.read_one("SELECT COUNT(*) FROM t")
    assert row is not None
    return row[0]


def test_what_is_committed_is_read(database: Database) -> None:
    put(database, "æøå")
    assert [row["b"] for row in database.read("SELECT b FROM t")] == ["æøå"]
    assert database.read_one("SELECT b FROM t WHERE a = 99") is None


def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.transaction() as connection:
        connection.execute("INSERT INTO t (b) VALUES ('x')")
        raise RuntimeError
    assert count(database) == 0
    put(database, "after")
    assert count(database) == 1


def test_a_nested_transaction_is_an_error_and_undoes_both(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError), database.transaction():
        put(database, "x")
    assert count(database) == 0


def test_eight_threads_write_and_read_without_loss(database: Database) -> None:
    def work() -> None:
        for _ in range(25):
            put(database, "x")
            count(database)

    for future in [in_thread(work) for _ in range(8)]:
        future.result(30)
    assert count(database) == 200


def test_two_in_a_check_then_insert_do_not_both_win(database: Database) -> None:
    barrier = threading.Barrier(8)

    def book() -> bool:
        barrier.wait(60)
        with database.transaction() as connection:
            if connection.execute("SELECT 1 FROM t WHERE b = 'slot'").fetchone():
                return False
            connection.execute("INSERT INTO t (b) VALUES ('slot')")
            return True

    assert sum(future.result(20) for future in [in_thread(book) for _ in range(8)]) == 1


def test_a_file_is_there_next_time_and_memory_is_not(tmp_path: Path) -> None:
    for path, left in ((tmp_path / "t.sqlite", 1), (MEMORY, 0)):
        first = Database(path, SCHEMA)
        put(first, "x")
        first.close()
        second = Database(path, SCHEMA)
        assert count(second) == left
        second.close()


@pytest.mark.parametrize(("synchronous", "level"), [("FULL", 2), ("NORMAL", 1)])
def test_durability_is_as_asked_for(tmp_path: Path, synchronous, level: int) -> None:
    database = Database(tmp_path / "t.sqlite", SCHEMA, synchronous=synchronous)
    assert database.read("PRAGMA synchronous")[0][0] == level
    assert database.read("PRAGMA journal_mode")[0][0] == "wal"
    assert in_thread(lambda: database.read("PRAGMA synchronous")[0][0]).result(10) == level
    database.close()


@pytest.mark.parametrize("where", ["file", "memory"])
def test_a_full_disk_is_told_in_norwegian_and_harms_nothing(tmp_path: Path, where: str) -> None:
    database = Database(MEMORY if where == "memory" else tmp_path / "t.sqlite", SCHEMA, max_pages=8)
    put(database, "kept")
    with pytest.raises(StoreFull, match="disken er full") as caught:
        put(database, "x" * 100_000)
    assert caught.value.fix and caught.value.expected and caught.value.found
    assert count(database) == 1
    put(database, "room for a little one")
    database.close()


def test_a_write_protected_database_is_told_likewise(tmp_path: Path) -> None:
    database = Database(tmp_path / "t.sqlite", SCHEMA)
    with database.transaction() as connection:
        connection.execute("INSERT INTO t (b) VALUES ('x')")
    database.read("PRAGMA query_only = ON")
    with pytest.raises(StoreFull, match="skrivebeskyttet"):
        put(database, "y")
    database.close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite"
    path.write_bytes(b"this is not a database, not at all. " * 100)
    with pytest.raises(StoreUnusable, match="kan ikke åpnes"):
        Database(path, SCHEMA)
    with pytest.raises(StoreUnusable):
        Database(tmp_path / "missing" / "t.sqlite", SCHEMA)


def test_after_close_every_use_is_refused(database: Database) -> None:
    database.close()
    database.close()
    with pytest.raises(StoreUnusable, match="lukket"):
        database.read("SELECT 1")
    with pytest.raises(StoreUnusable), database.transaction():
        pass


def test_connections_of_ended_threads_are_closed(tmp_path: Path) -> None:
    database = Database(tmp_path / "t.sqlite", SCHEMA)
    for _ in range(20):
        thread = threading.Thread(target=count, args=(database,))
        thread.start()
        thread.join()
    assert len(database._opened) <= 3
    database.close()


def test_a_directory_has_one_owner_at_a_time(tmp_path: Path) -> None:
    first = Ownership(tmp_path / "new")
    with pytest.raises(DirectoryTaken, match="i bruk"):
        Ownership(tmp_path / "new")
    first.close()
    Ownership(tmp_path / "new").close()
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreUnusable):
        Ownership(tmp_path / "file")


OTHER = "CREATE TABLE IF NOT EXISTS t (a INTEGER PRIMARY KEY, b TEXT, c TEXT NOT NULL);"
MORE = SCHEMA + " CREATE TABLE IF NOT EXISTS u (a INTEGER); CREATE INDEX IF NOT EXISTS t_b ON t (b);"


def test_a_file_that_another_version_made_is_refused_and_left_alone(tmp_path: Path) -> None:
    old = Database(tmp_path / "t.sqlite", SCHEMA)
    put(old, "æøå")
    old.close()
    with pytest.raises(StoreOutdated) as told:
        Database(tmp_path / "t.sqlite", OTHER)
    assert "--data" in str(told.value) and "t.sqlite" in str(told.value)
    again = Database(tmp_path / "t.sqlite", SCHEMA)
    assert count(again) == 1
    again.close()


def test_a_file_from_before_there_were_versions_is_known_by_its_tables(tmp_path: Path) -> None:
    for name, fits in (("same", True), ("other", False)):
        path = tmp_path / f"{name}.sqlite"
        connection = sqlite3.connect(path)
        connection.executescript(SCHEMA if fits else OTHER)
        connection.close()
        if not fits:
            with pytest.raises(StoreOutdated):
                Database(path, SCHEMA)
            continue
        opened = Database(path, SCHEMA)
        assert opened.read_one("PRAGMA user_version")[0] != 0  # type: ignore[index]
        opened.close()


def test_what_is_only_new_is_made(tmp_path: Path) -> None:
    old = Database(tmp_path / "t.sqlite", SCHEMA)
    put(old, "x")
    old.close()
    new = Database(tmp_path / "t.sqlite", MORE)
    assert count(new) == 1 and new.read("SELECT * FROM u") == []
    new.close()


def test_a_copy_that_another_version_made_is_refused() -> None:
    database, source = Database(MEMORY, SCHEMA), sqlite3.connect(MEMORY)
    put(database, "x")
    source.executescript(OTHER)
    with pytest.raises(StoreOutdated):
        database.copy_from(source)
    assert count(database) == 1
    database.close()
    source.close()


def test_snapshots_taken_and_brought_back_at_the_same_time_are_whole(database: Database, tmp_path: Path) -> None:
    put(database, "x" * 100_000)
    snapshots = Snapshots(database, tmp_path / "copies")
    snapshots.save("a")
    troubles: list[BaseException] = []

    def often(act: Callable[[str], object]) -> None:
        try:
            for _ in range(12):
                act("a")
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test tells it
            troubles.append(error)

    threads = [
        threading.Thread(target=often, args=(act,)) for act in (snapshots.save, snapshots.save, snapshots.restore)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == [] and count(database) == 1
