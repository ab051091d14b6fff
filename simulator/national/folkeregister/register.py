"""The national register of one test area: its people, what has changed since, and the feed of events."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, date, timedelta
from typing import Any, Final

from simulator.clock import Clock, iso
from simulator.national.folkeregister import feed
from simulator.national.folkeregister.book import Book
from simulator.national.folkeregister.changes import EVENTS
from simulator.national.folkeregister.days import day_of
from simulator.national.folkeregister.faults import CATALOGUE, LINGERS
from simulator.national.folkeregister.feed import Feed
from simulator.national.folkeregister.records import Record
from simulator.people import Person
from simulator.people.packs import PACKS, USUAL
from simulator.serving import area, reading
from simulator.serving.area import Area
from simulator.serving.faults import Switches
from simulator.serving.refusals import faulty
from simulator.store.database import Database

SCHEMA: Final = f"""
CREATE TABLE IF NOT EXISTS change (number INTEGER PRIMARY KEY AUTOINCREMENT, noted TEXT NOT NULL, day TEXT NOT NULL,
  content TEXT NOT NULL) STRICT;
{feed.SCHEMA}
{area.SCHEMA}
"""
_SEED, _PACK, _DAY, _NOTED = "people_seed", "people_pack", "people_day", "people_noted"


class People(Mapping[str, Person]):
    """Everybody as of a day, by id; each is made when somebody asks."""

    def __init__(self, records: Mapping[str, Record], day: date) -> None:
        self._records = records
        self._made: dict[str, Person] = {}
        self.day = day

    def __getitem__(self, one: str) -> Person:
        """The person as of the day; `KeyError` for an id that nobody has."""
        found = self._made.get(one)
        if found is None:
            found = self._made[one] = self._records[one].at(self.day)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, one: object) -> bool:
        return one in self._records


class Register(Area):
    """A change is committed with what it tells before it is answered; the people are made anew from seed and pack."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock)
        self.feed = Feed(database)
        self.faults = Switches(CATALOGUE)
        self._lock = threading.RLock()
        self._records: dict[str, Record] = {}
        self._ids: dict[str, str] = {}
        if self.populated:
            self._rebuild()

    @property
    def populated(self) -> bool:
        """Whether it has been said who lives here."""
        return bool(self.setting(_PACK))

    @property
    def pack(self) -> str:
        """The pack of people."""
        return self.setting(_PACK, USUAL)

    @property
    def seed(self) -> int:
        """The seed of the people whom the pack leaves to it."""
        return int(self.setting(_SEED, "0"))

    @property
    def records(self) -> Mapping[str, Record]:
        """Everybody, by id; what one got stays as it was."""
        return self._records

    def today(self) -> date:
        """The day in Norway by the area's clock."""
        return day_of(self.now())

    def people(self, day: date | None = None) -> People:
        """Everybody as of the day, today unless another is given."""
        return People(self.shown(), day or self.today())

    def shown(self) -> Mapping[str, Record]:
        """Everybody as the register tells of them: with a fault on, no parental responsibility has ended."""
        if not self.faults.take(LINGERS):
            return self._records
        return {one: record.lingering for one, record in self._records.items()}

    def find(self, number: str) -> Record | None:
        """Who has, or had, or will get the number."""
        return self._records.get(self._ids.get(number, ""))

    def populate(self, seed: int, pack: str, day: date | None = None) -> None:
        """Let these people live here, as they are today or were on a day, and forget all that has changed.

        Raises `FaultyRequest`.
        """
        if pack not in PACKS:
            raise faulty(f"pack som en av: {', '.join(PACKS)}", pack[:80])
        with self._lock:
            now = self.now()
            told = {
                _SEED: str(seed),
                _PACK: pack,
                _DAY: (day or now.astimezone(UTC).date()).isoformat(),
                _NOTED: iso(now),
            }
            for name, value in told.items():
                self.set(name, value)
            with self._database.transaction() as connection:
                for table in ("change", *feed.TABLES):
                    connection.execute(f"DELETE FROM {table}")  # noqa: S608  names of our own
                self._rebuild()
                for due, kind, one in self._to_come():
                    self.feed.add(connection, due, kind, one)

    def change(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Bring an event about; what was decided. Raises a `Refusal`, and then nothing has changed."""
        with self._lock:
            book = Book(self._records, self.today(), iso(self.now()))
            decided = _write(book, given)
            content = json.dumps({**given, **decided}, ensure_ascii=False)
            with self._database.transaction() as connection:
                connection.execute(
                    "INSERT INTO change (noted, day, content) VALUES (?, ?, ?)",
                    (book.noted, book.day.isoformat(), content),
                )
                for due, kind, one in book.told:
                    self.feed.add(connection, due, kind, one)
            self._take(book)
        self.tell()
        return decided

    def tell(self) -> None:
        """Number in the feed what the clock has come to."""
        with self._lock:
            self.feed.tell(self.today(), iso(self.now()), self._numbers_of)

    def reset(self) -> None:
        """The same people as in the beginning, with the clock right and no fault on; the feed's numbers go on."""
        self.faults.turn_off()
        self.shift_clock(timedelta())
        self.populate(self.seed, self.pack)

    def close(self) -> None:
        """Send home whoever a fault holds back, then close the database."""
        self.faults.stop()
        super().close()

    def _numbers_of(self, one: str) -> str:
        record = self._records.get(one)
        return "" if record is None else record.person.ident_on(self.today())

    def _to_come(self) -> list[tuple[date, str, str]]:
        today = self.today()
        dues = ((due, kind, one) for one, record in self._records.items() for due, kind in record.dues())
        return sorted(due for due in dues if due[0] > today)

    def _rebuild(self) -> None:
        day, noted = date.fromisoformat(self.setting(_DAY)), self.setting(_NOTED)
        people = PACKS[self.pack][1](self.seed, day)
        book = Book({person.id: Record.of(person, noted) for person in people}, day, noted)
        for row in self._database.read("SELECT noted, day, content FROM change ORDER BY number"):
            book.noted, book.day = row["noted"], date.fromisoformat(row["day"])
            _write(book, json.loads(row["content"]))
        self._take(book)

    def _take(self, book: Book) -> None:
        self._records = book.records
        self._ids = {number.value: one for one, record in book.records.items() for number in record.person.numbers}


def _write(book: Book, given: Mapping[str, Any]) -> dict[str, Any]:
    event = EVENTS.get(reading.text(given, "hendelse"))
    if event is None:
        raise faulty(f"hendelse som en av: {', '.join(EVENTS)}", ascii(given.get("hendelse"))[:80])
    return event(book, given)
