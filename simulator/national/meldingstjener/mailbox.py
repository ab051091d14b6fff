"""The messages of one test area: each stored once, with a copy for each receiver that has a state of its own."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from simulator.clock import Clock
from simulator.national.meldingstjener import configurations, faults, notices
from simulator.national.meldingstjener.configurations import Configurations
from simulator.national.meldingstjener.documents import BusinessDocument, function, moment
from simulator.national.meldingstjener.notices import Notice
from simulator.national.meldingstjener.receipts import Outcome, ReceiptError
from simulator.serving import area
from simulator.serving.area import Area
from simulator.serving.faults import Switches
from simulator.store.database import Database

SCHEMA: Final = f"""
CREATE TABLE IF NOT EXISTS message (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, sender INTEGER NOT NULL, msg_id TEXT NOT NULL,
  gen_date TEXT NOT NULL, content_type TEXT NOT NULL, is_receipt INTEGER NOT NULL,
  source TEXT NOT NULL, document BLOB NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS message_msg_id ON message (msg_id);
CREATE TABLE IF NOT EXISTS copy (
  message INTEGER NOT NULL REFERENCES message, receiver INTEGER NOT NULL, read INTEGER NOT NULL,
  gen_us INTEGER NOT NULL, arrives_us INTEGER NOT NULL, forced TEXT NOT NULL, status TEXT, errors TEXT,
  PRIMARY KEY (message, receiver)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS copy_unread ON copy (receiver, read, gen_us, message);
CREATE TABLE IF NOT EXISTS party (her_id INTEGER PRIMARY KEY, organisation TEXT NOT NULL) STRICT;
{notices.SCHEMA}
{configurations.SCHEMA}
{area.SCHEMA}
"""
UNCONFIRMED, ACKNOWLEDGED, REJECTED = "Unconfirmed", "Acknowledged", "Rejected"
STATES: Final = (UNCONFIRMED, ACKNOWLEDGED, REJECTED)
_DELAY, _TOKEN = "delivery_seconds", "token_digest"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_COPIES: Final = "SELECT * FROM copy WHERE message = ? ORDER BY receiver"
_FIELDS: Final = "number, id, sender, msg_id, gen_date, content_type, is_receipt, source"


@dataclass(frozen=True)
class Message:
    """What is known of a message beside its document; `number` is its place in the order of arrival."""

    number: int
    id: str
    sender: int
    msg_id: str
    gen_date: datetime
    content_type: str
    is_receipt: bool
    source: str


@dataclass(frozen=True)
class Copy:
    """A receiver's copy; `outcome` is None until there is a receipt."""

    receiver: int
    read: bool
    state: str
    delivered: bool
    """Whether the receiver can see it."""
    outcome: Outcome | None


@dataclass(frozen=True)
class Wanted:
    """What is asked for when unread messages are listed."""

    receivers: tuple[int, ...]
    sender: int | None = None
    msg_id: str | None = None
    most: int = 10
    newest_first: bool = False


class Mailbox(Area):
    """What Meldingstjener holds in an area. What it has answered for is committed before the answer."""

    def __init__(self, database: Database, clock: Clock, new_id: Callable[[], str]) -> None:
        super().__init__(database, clock)
        self.faults = Switches(faults.CATALOGUE)
        self.configurations = Configurations(database)
        self._new_id = new_id
        self._parties = {int(row["her_id"]): str(row["organisation"]) for row in database.read("SELECT * FROM party")}

    def post(self, document: BusinessDocument, receivers: Iterable[int], content_type: str, source: str) -> str:
        """Store a message with a copy for each receiver; its id. A receipt is noted on what it is about."""
        name, made = self._new_id(), moment(document) or self.now()
        row = (name, document.sender, document.msg_id, made.isoformat(), content_type)
        with self._database.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO message (id, sender, msg_id, gen_date, content_type, is_receipt, source, document)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, document.receipt is not None, source, document.raw),
            )
            number = int(cursor.lastrowid or 0)
            state = (self.faults.take(faults.OTHER_CLIENT_READS), _us(made), self._arrival())
            forced = self._forced()
            for receiver in receivers:
                own = REJECTED if self._refuses(receiver, document) else forced
                connection.execute(
                    "INSERT INTO copy (message, receiver, read, gen_us, arrives_us, forced) VALUES (?, ?, ?, ?, ?, ?)",
                    (number, receiver, *state, own),
                )
                self._tell(connection, number, (document.sender, receiver), own != forced, own == REJECTED)
            now = _us(self.now())
            notices.ripen(connection, now)
            if document.receipt is not None and not self.faults.take(faults.LOSES_RECEIPTS):
                for about in _note_receipt(connection, document):
                    notices.add(connection, notices.APPREC_INFO, document.receivers[0], about, now)
        return name

    def notices(self, her_ids: tuple[int, ...], after: int, most: int) -> list[Notice]:
        """What these HER-ids have been told of since a place in the sequence, in order."""
        return notices.after(self._database, _us(self.now()), her_ids, after, most)

    def unread(self, wanted: Wanted) -> list[tuple[Message, int]]:
        """The unread messages that have arrived, each with the receiver whose copy it is, by GenDate."""
        marks = ", ".join("?" * len(wanted.receivers))
        order = "DESC" if wanted.newest_first else "ASC"
        rows = self._database.read(
            f"SELECT {_FIELDS}, receiver FROM copy JOIN message ON number = message"  # noqa: S608  words of our own
            f" WHERE receiver IN ({marks}) AND read = 0 AND arrives_us <= ? AND forced <> '{REJECTED}'"
            f" AND (? IS NULL OR sender = ?) AND (? IS NULL OR msg_id = ?)"
            f" ORDER BY gen_us {order}, message {order} LIMIT ?",
            (
                *wanted.receivers,
                _us(self.now()),
                wanted.sender,
                wanted.sender,
                wanted.msg_id,
                wanted.msg_id,
                wanted.most,
            ),
        )
        found = [(_message(row), int(row["receiver"])) for row in rows]
        if found and self.faults.take(faults.READS_EARLY):
            for message, receiver in found:
                self.mark_read(message, receiver)
        return found

    def find(self, name: str) -> Message | None:
        """The message with an id of ours."""
        row = self._database.read_one(f"SELECT {_FIELDS} FROM message WHERE id = ?", (name,))  # noqa: S608
        return None if row is None else _message(row)

    def all(self, limit: int) -> list[Message]:
        """The newest messages, newest first."""
        rows = self._database.read(f"SELECT {_FIELDS} FROM message ORDER BY number DESC LIMIT ?", (limit,))  # noqa: S608
        return [_message(row) for row in rows]

    def document(self, message: Message) -> bytes:
        """The bytes as they came."""
        row = self._database.read_one("SELECT document FROM message WHERE number = ?", (message.number,))
        return bytes(row["document"]) if row else b""

    def copies(self, message: Message) -> list[Copy]:
        """The copies of a message, in the order of their receivers."""
        now = _us(self.now())
        rows = self._database.read(_COPIES, (message.number,))
        return [_copy(row, now) for row in rows]

    def mark_read(self, message: Message, receiver: int) -> None:
        """The receiver has it; the copies of others are as before."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE copy SET read = 1 WHERE message = ? AND receiver = ?", (message.number, receiver)
            )

    def force(self, message: Message, receiver: int | None, state: str) -> None:
        """Let the transport of one copy, or of all, end in a state whatever the clock says; empty leaves it to it."""
        with self._database.transaction() as connection:
            now = _us(self.now())
            notices.ripen(connection, now)
            before = [_copy(row, now).state for row in connection.execute(_COPIES, (message.number,))]
            connection.execute(
                "UPDATE copy SET forced = ? WHERE message = ? AND (? IS NULL OR receiver = ?)",
                (state, message.number, receiver, receiver),
            )
            after = [_copy(row, now).state for row in connection.execute(_COPIES, (message.number,))]
            for was, became in zip(before, after, strict=True):
                if was != became:
                    notices.add(connection, notices.SENT_STATE, message.sender, message.number, now)

    @property
    def delivery_seconds(self) -> float:
        """How long a message is under way, by the area's clock."""
        return float(self.setting(_DELAY, "0"))

    def deliver_after(self, seconds: float) -> None:
        """Set it, for the messages that come from now on."""
        self.set(_DELAY, str(seconds))

    @property
    def parties(self) -> dict[int, str]:
        """The HER-ids that the area was made with, each with the organisation number that owns it."""
        return dict(self._parties)

    def add_parties(self, parties: dict[int, str]) -> None:
        """Add or change who owns a HER-id, beside what the registry says."""
        with self._database.transaction() as connection:
            connection.executemany("REPLACE INTO party VALUES (?, ?)", parties.items())
        self._parties.update(parties)

    @property
    def token_digest(self) -> str:
        """What is kept of the simple token of the area; empty when it has none."""
        return self.setting(_TOKEN)

    def ask_for(self, token_digest: str) -> None:
        """Ask for a simple token from now on."""
        self.set(_TOKEN, token_digest)

    def count(self) -> int:
        """How many messages there are."""
        row = self._database.read_one("SELECT COUNT(*) AS found FROM message")
        return int(row["found"]) if row else 0

    def reset(self) -> None:
        """Forget every message, turn all faults off, set the clock right, and deliver at once again."""
        with self._database.transaction() as connection:
            notices.forget(connection)
            connection.execute("DELETE FROM copy")
            connection.execute("DELETE FROM message")
        self.configurations.forget()
        self.faults.turn_off()
        self.deliver_after(0)
        self.shift_clock(timedelta())

    def close(self) -> None:
        """Send home whoever a fault keeps waiting, then close the database."""
        self.faults.stop()
        super().close()

    def _refuses(self, receiver: int, document: BusinessDocument) -> bool:
        """Whether the receiver has said that it takes no such message (MSH v3; how it is told is I)."""
        wanted = self.configurations.of(receiver)
        return wanted is not None and bool(wanted.filters) and function(document) in wanted.filters

    def _tell(
        self, connection: sqlite3.Connection, number: int, sides: tuple[int, int], refused: bool, rejected: bool
    ) -> None:
        """Say to sender and receiver what becomes of a copy, now or when it arrives."""
        (sender, receiver), now = sides, _us(self.now())
        notices.expect(connection, number, receiver, self._arrival())
        wanted = self.configurations.of(receiver)
        if refused and wanted is not None and wanted.tells_refused:
            notices.add(connection, notices.REFUSED_MESSAGE, receiver, number, now)
        if rejected:
            notices.add(connection, notices.SENT_STATE, sender, number, now)

    def _arrival(self) -> int:
        return _us(self.now() + timedelta(seconds=self.delivery_seconds))

    def _forced(self) -> str:
        if self.faults.take(faults.REJECTED_TRANSPORT):
            return REJECTED
        return UNCONFIRMED if self.faults.take(faults.STUCK_TRANSPORT) else ""


def _note_receipt(connection: sqlite3.Connection, document: BusinessDocument) -> list[int]:
    """The first receipt of a receiver is final: a later one is delivered, and changes nothing (HIS 80415).

    Gives the numbers of the messages that it was noted on.
    """
    receipt = document.receipt
    if receipt is None:
        return []
    outcome = Outcome.of(receipt)
    errors = json.dumps([vars(one) for one in outcome.errors], ensure_ascii=False)
    noted = connection.execute(
        "UPDATE copy SET status = ?, errors = ? WHERE receiver = ? AND status IS NULL AND message IN"
        " (SELECT number FROM message WHERE msg_id = ? AND is_receipt = 0 AND sender = ?)"
        " RETURNING message",
        (outcome.status, errors, document.sender, receipt.original.msg_id, document.receivers[0]),
    )
    return [int(row["message"]) for row in noted.fetchall()]


def _message(row: sqlite3.Row) -> Message:
    return Message(
        number=row["number"],
        id=row["id"],
        sender=row["sender"],
        msg_id=row["msg_id"],
        gen_date=datetime.fromisoformat(row["gen_date"]),
        content_type=row["content_type"],
        is_receipt=bool(row["is_receipt"]),
        source=row["source"],
    )


def _copy(row: sqlite3.Row, now: int) -> Copy:
    arrived, forced = row["arrives_us"] <= now, row["forced"]
    state = forced or (ACKNOWLEDGED if arrived else UNCONFIRMED)
    told: list[dict[str, Any]] = json.loads(row["errors"] or "[]")
    outcome = None if row["status"] is None else Outcome(row["status"], tuple(ReceiptError(**one) for one in told))
    return Copy(row["receiver"], bool(row["read"]), state, arrived and forced != REJECTED, outcome)


def _us(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)
