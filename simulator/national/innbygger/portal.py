"""One test area of the citizen's side: what Helsenorge has sent and received there, and what waits to go out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final

from simulator.clock import Clock, iso
from simulator.national.innbygger import appointments
from simulator.national.innbygger.tables import KEPT
from simulator.serving.area import Area
from simulator.serving.waiting import Bell
from simulator.store.database import Database
from standards.envelope import Envelope
from standards.hodemelding import Hodemelding
from wire.bus import BusMessage

SENT, DELIVERED, REJECTED = "venter", "levert", "avvist"


@dataclass(frozen=True)
class Outgoing:
    """A row that waits: always the same bytes and message-id however often it is tried."""

    number: int
    queue: str
    message: BusMessage


class Portal(Area):
    """Everything is committed before it is answered, and a message before it is taken off the bus. Thread-safe."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock)
        self.bell = Bell()
        self.before_close: Callable[[], None] = lambda: None
        """What must end before the database does."""

    def close(self) -> None:
        """Let what uses the area end, then close the database."""
        self.before_close()
        super().close()

    def reset(self) -> None:
        """Forget every message, appointment and log-in."""
        with self._database.transaction() as connection:
            for table in KEPT:
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names

    @contextmanager
    def unit(self) -> Iterator[sqlite3.Connection]:
        """One unit of work; whoever waits for something looks again when it is committed."""
        with self._database.transaction() as connection:
            yield connection
        self.bell.ring()

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """All rows of a query."""
        return self._database.read(sql, values)

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """The first row of a query."""
        return self._database.read_one(sql, values)

    @property
    def seconds(self) -> float:
        """The area's time as seconds since 1970."""
        return self.now().timestamp()

    def stamp(self) -> str:
        """The area's time as it is kept."""
        return iso(self.now())

    def send(
        self,
        message: Hodemelding,
        envelope: Envelope,
        *,
        author: str,
        key: str = "",
        then: Callable[[sqlite3.Connection], None] = lambda _: None,
        at_once: bool = False,
    ) -> str:
        """Keep a message of ours and put it in the outbox; gives its MsgId, or that of the first with the same key.

        `at_once` keeps it only: whoever asks sends it, and waits for the answer.
        """
        raw = message.to_xml()
        with self.unit() as connection:
            if key:
                known = connection.execute("SELECT msg_id FROM form WHERE key = ?", (key,)).fetchone()
                if known is not None:
                    return str(known["msg_id"])
                connection.execute("INSERT INTO form VALUES (?, ?)", (key, message.msg_id))
            number = keep(connection, message, envelope, raw, direction="ut", time=self.stamp(), author=author)
            if not at_once:
                put(connection, envelope, raw, number)
            then(connection)
        return message.msg_id

    def oldest(self) -> Outgoing | None:
        """What to send next."""
        row = self.row("SELECT * FROM outbox ORDER BY number LIMIT 1")
        if row is None:
            return None
        return Outgoing(
            row["number"], row["queue"], BusMessage(Envelope.from_json(json.loads(row["envelope"])), row["raw"])
        )

    def gone(self, outgoing: Outgoing, refusal: str = "") -> None:
        """The bus has it, or will never take it."""
        with self.unit() as connection:
            row = connection.execute("SELECT * FROM outbox WHERE number = ?", (outgoing.number,)).fetchone()
            connection.execute("DELETE FROM outbox WHERE number = ?", (outgoing.number,))
            if refusal and row is not None:
                judged(connection, row["message"], REJECTED, refusal)

    def oldest_event(self) -> tuple[int, dict[str, Any]] | None:
        """What the notices are to be told next."""
        row = self.row("SELECT * FROM event ORDER BY number LIMIT 1")
        return None if row is None else (row["number"], json.loads(row["content"]))

    def told(self, number: int) -> None:
        """The notices know it."""
        with self.unit() as connection:
            connection.execute("DELETE FROM event WHERE number = ?", (number,))


def keep(
    connection: sqlite3.Connection,
    message: Hodemelding,
    envelope: Envelope,
    raw: bytes,
    *,
    direction: str,
    time: str,
    author: str = "",
    kind: str = "melding",
    reason: str = "",
) -> int:
    """Store a message with what is needed to find it again; gives its number."""
    dialog, reference = message.dialog, message.conversation
    body = dialog.body if dialog is not None else None
    party = message.receiver.her_id if direction == "ut" else message.sender.her_id
    return insert(
        connection,
        direction=direction,
        kind=kind,
        message_id=envelope.message_id,
        msg_id=message.msg_id.lower(),
        process=message.type.v,
        code=dialog.code if dialog is not None else "",
        patient=message.patient.ident.id if message.patient and message.patient.ident else "",
        party=party,
        parent=reference.parent.lower() if reference else "",
        thread=(reference.conversation if reference else message.msg_id).lower(),
        issued=iso(message.gen_date.astimezone(UTC)) if message.gen_date and message.gen_date.tzinfo else time,
        time=time,
        subject=(body.subject or "") if body is not None else "",
        text=str(body.text or "") if body is not None else "",
        author=author,
        status=SENT if direction == "ut" else "",
        reason=reason,
        envelope=json.dumps(envelope.to_json()),
        raw=raw,
    )


_COLUMNS: Final = (
    *("direction", "kind", "message_id", "msg_id", "process", "code", "patient", "party", "parent", "thread"),
    *("issued", "time", "subject", "text", "author", "status", "reason", "envelope", "raw"),
)


def insert(connection: sqlite3.Connection, **values: Any) -> int:
    """Store a row in the log of messages; what is left out is empty."""
    row = {name: values.get(name, "") for name in _COLUMNS}
    names, places = ", ".join(_COLUMNS), ", ".join(f":{name}" for name in _COLUMNS)
    return int(connection.execute(f"INSERT INTO message ({names}) VALUES ({places})", row).lastrowid or 0)  # noqa: S608


def put(connection: sqlite3.Connection, envelope: Envelope, raw: bytes, message: int = 0) -> None:
    """Let something wait to be sent."""
    connection.execute(
        "INSERT INTO outbox (queue, envelope, raw, message) VALUES (?, ?, ?, ?)",
        (envelope.to, json.dumps(envelope.to_json()), raw, message),
    )


def judged(connection: sqlite3.Connection, number: int, status: str, reason: str) -> None:
    """Note how it went with a message of ours; a request to cancel that was never delivered is let go."""
    connection.execute("UPDATE message SET status = ?, reason = ? WHERE number = ?", (status, reason, number))
    row = connection.execute("SELECT msg_id FROM message WHERE number = ?", (number,)).fetchone()
    if status == REJECTED and row is not None:
        appointments.answered(connection, row["msg_id"], appointments.LOST, reason)
