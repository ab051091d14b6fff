"""Everything a run sees, kept in one sqlite file (0600) that survives a crash; reports read only this."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from conformance.clock import Clock, SystemClock
from conformance.evidence.attachments import Attached, attach
from conformance.evidence.reading import ATTEMPT, EvidenceReader
from conformance.evidence.records import REST, LeftRecord, MessageRecord, RunRecord, ScenarioRecord
from conformance.outcomes import NotKept, ToolFault
from conformance.verdicts import Verdict
from standards.envelope import Envelope
from standards.errors import in_words
from standards.exchange import Exchange, Role
from standards.rules.model import Finding
from wire.bus import Carried

FILE_NAME = "evidence.sqlite"

_SCHEMA = """
CREATE TABLE run (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE scenario (
  id TEXT PRIMARY KEY, place INTEGER NOT NULL, name TEXT NOT NULL, feature TEXT NOT NULL, tags TEXT NOT NULL,
  meta TEXT NOT NULL, started_at TEXT, finished_at TEXT, verdict TEXT, reason TEXT NOT NULL DEFAULT '',
  fix TEXT NOT NULL DEFAULT '', traceback TEXT NOT NULL DEFAULT '');
CREATE TABLE message (
  number INTEGER PRIMARY KEY AUTOINCREMENT, scenario TEXT NOT NULL, sender TEXT NOT NULL, raw BLOB NOT NULL,
  envelope TEXT NOT NULL, time TEXT NOT NULL, queue TEXT NOT NULL, is_foreign INTEGER NOT NULL, fault TEXT NOT NULL,
  schema TEXT NOT NULL DEFAULT '');
CREATE INDEX message_of_scenario ON message (scenario);
CREATE TABLE carried (
  message INTEGER PRIMARY KEY, raw BLOB NOT NULL, signer BLOB NOT NULL, signed_at TEXT, fault TEXT NOT NULL);
CREATE TABLE happening (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, scenario TEXT NOT NULL, kind TEXT NOT NULL, time TEXT NOT NULL,
  message INTEGER, data TEXT NOT NULL);
CREATE INDEX happening_of_scenario ON happening (scenario, kind);
"""


class Evidence:
    """The evidence of one run; may be used from several threads, and raises `ToolFault` on a full disk."""

    def __init__(self, path: Path, connection: sqlite3.Connection, clock: Clock) -> None:
        self.path = path
        self.clock = clock
        self._connection = connection
        self._lock = threading.RLock()

    @classmethod
    def create(cls, path: Path, run: Mapping[str, Any], *, clock: Clock | None = None) -> Evidence:
        """Start a new file for a run; `run` is what the reports say about it. Refuses to overwrite."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except OSError as error:
            raise ToolFault(
                f"Bevisfilen {path} kunne ikke lages: {in_words(error)}.",
                fix="Velg en ny, tom rapportmappe som du kan skrive i.",
            ) from error
        evidence = cls(path, _connect(path), clock or SystemClock())
        evidence._script(f"BEGIN IMMEDIATE;{_SCHEMA}")
        evidence.set_info("info", dict(run))
        evidence.set_info("started_at", evidence.clock.now().isoformat())
        evidence._write("COMMIT")
        return evidence

    @classmethod
    def open(cls, path: Path, *, clock: Clock | None = None) -> Evidence:
        """Open the evidence of an earlier run, finished or not; raises `ToolFault` when it is no such file."""
        if not path.is_file():
            raise ToolFault(f"Fant ingen bevisfil: {path}.", fix="Pek på evidence.sqlite i rapportmappen.")
        try:
            connection = _connect(path)
            connection.execute("SELECT value FROM run").fetchall()
        except sqlite3.Error as error:
            raise ToolFault(f"{path} er ikke en bevisfil fra epj: {error}.", fix="Pek på evidence.sqlite.") from error
        return cls(path, connection, clock or SystemClock())

    def close(self) -> None:
        """Let go of the file; what is written stays."""
        with self._lock, suppress(sqlite3.Error):
            self._connection.close()

    def discard(self) -> None:
        """Remove the file again, for a run that never began."""
        self.close()
        with suppress(OSError):
            self.path.unlink()

    # --- writing ---

    def set_info(self, key: str, value: Any) -> None:
        """Keep one fact about the run (anything that JSON carries)."""
        self._write("INSERT OR REPLACE INTO run (key, value) VALUES (?, ?)", key, _json(value))

    def plan(self, scenario_id: str, *, name: str, feature: str, tags: Iterable[str] = (), **meta: Any) -> None:
        """Note that a scenario is selected; from now on a missing verdict is a fault of the test bench."""
        place = "(SELECT count(*) FROM scenario)"
        self._write(
            f"INSERT INTO scenario (id, place, name, feature, tags, meta) VALUES (?, {place}, ?, ?, ?, ?)"  # noqa: S608
            " ON CONFLICT (id) DO UPDATE SET name = excluded.name, feature = excluded.feature, tags = excluded.tags,"
            " meta = excluded.meta",
            *(scenario_id, name, feature, _json(list(tags)), _json(meta)),
        )

    def scenario(
        self, scenario_id: str, *, name: str, feature: str, tags: Iterable[str] = (), **meta: Any
    ) -> ScenarioEvidence:
        """Start a scenario and give its writer."""
        self.plan(scenario_id, name=name, feature=feature, tags=tags, **meta)
        return self.start(scenario_id)

    def start(self, scenario_id: str) -> ScenarioEvidence:
        """Note that a planned scenario begins, and give its writer."""
        now = self.clock.now().isoformat()
        self._write("UPDATE scenario SET started_at = ? WHERE id = ?", now, scenario_id)
        return self.writer(scenario_id)

    def writer(self, scenario_id: str) -> ScenarioEvidence:
        """The writer of a scenario that is planned."""
        return ScenarioEvidence(self, scenario_id)

    def foreign(self, raw: bytes, envelope: Envelope, *, queue: str = "async", carried: Carried | None = None) -> int:
        """Keep a message that belongs to no running scenario; it is never judged."""
        return self._message("", Role.EPJ, raw, envelope, queue=queue, foreign=True, carried=carried)

    def finish(self, verdict: Verdict, reason: str = "") -> None:
        """End the run with its verdict; `reason` only when the run as a whole stopped early."""
        self.set_info("verdict", verdict.value)
        self.set_info("reason", reason)
        self.set_info("finished_at", self.clock.now().isoformat())

    def go_on(self) -> None:
        """Take up a run that was stopped: from now on it is unfinished again, and tells when it was taken up."""
        times = [*self._reader().run().info.get("resumed_at", []), self.clock.now().isoformat()]
        self._write("DELETE FROM run WHERE key IN ('verdict', 'reason', 'finished_at', 'reported_at')")
        self.set_info("resumed_at", times)

    def plan_again(self, scenario_id: str) -> None:
        """Take back that a scenario that never began has no verdict to come."""
        empty = "finished_at = NULL, verdict = NULL, reason = '', fix = ''"
        self._write(f"UPDATE scenario SET {empty} WHERE id = ? AND started_at IS NULL", scenario_id)  # noqa: S608
        self._write("DELETE FROM happening WHERE scenario = ?", scenario_id)

    def set_aside(self, scenario_id: str) -> None:
        """Keep what a scenario has seen as an earlier attempt, and plan it anew in its place."""
        number = 1 + len(self._reader().attempts(scenario_id))
        earlier = f"{scenario_id}{ATTEMPT}{number}"
        with self._whole():
            columns = "place, name, feature, tags, meta"
            for table, column in (("scenario", "id"), ("message", "scenario"), ("happening", "scenario")):
                self._write(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", earlier, scenario_id)  # noqa: S608
            self._write(
                f"INSERT INTO scenario (id, {columns}) SELECT ?, {columns} FROM scenario WHERE id = ?",  # noqa: S608
                *(scenario_id, earlier),
            )

    # --- reading ---

    def run(self) -> RunRecord:
        """The run as a whole; a run that was cut off reads as `feil i testverktøyet`."""
        record = self._reader().run()
        if record.finished:
            return record
        reason = "Kjøringen ble avbrutt før den var ferdig."
        return RunRecord(record.info, record.started_at, None, Verdict.TOOL_FAULT, reason)

    def scenarios(self) -> tuple[ScenarioRecord, ...]:
        """Every selected scenario in the order it was planned."""
        return self._reader().scenarios()

    def exchanges(self) -> Mapping[str, tuple[MessageRecord, ...]]:
        """Scenario, or earlier attempt at one → its messages, for those that have any."""
        return self._reader().exchanges()

    def foreign_messages(self) -> tuple[MessageRecord, ...]:
        """The messages that belong to no scenario."""
        return self._reader().messages("")

    def left_behind(self) -> tuple[LeftRecord, ...]:
        """What the run left in the EPJ, earlier attempts too."""
        return self._reader().left_behind()

    def not_judged(self) -> Mapping[str, frozenset[str]]:
        """Rule id → the reasons it was not judged, over the whole run."""
        gathered: dict[str, frozenset[str]] = {}
        for scenario in self.scenarios():
            for record in scenario.not_judged:
                gathered[record.rule] = gathered.get(record.rule, frozenset()) | {record.reason}
        return gathered

    def _reader(self) -> EvidenceReader:
        return EvidenceReader(self._rows)

    def _rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with self._lock:
            try:
                return self._connection.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise _fault(error, self.path) from error

    def _write(self, sql: str, *values: Any) -> int:
        with self._lock:
            try:
                return self._connection.execute(sql, values).lastrowid or 0
            except sqlite3.Error as error:
                raise _fault(error, self.path) from error

    def _script(self, sql: str) -> None:
        with self._lock:
            try:
                self._connection.executescript(sql)
            except sqlite3.Error as error:
                raise _fault(error, self.path) from error

    def _message(
        self,
        scenario: str,
        sender: Role,
        raw: bytes,
        envelope: Envelope,
        *,
        queue: str,
        foreign: bool,
        fault: str = "",
        carried: Carried | None = None,
    ) -> int:
        columns = "scenario, sender, raw, envelope, time, queue, is_foreign, fault"
        time = self.clock.now().isoformat()
        values = (scenario, sender.value, raw, _json(envelope.to_json()), time, queue, int(foreign), fault)
        with self._whole():
            number = self._write(f"INSERT INTO message ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *values)  # noqa: S608
            if carried is not None:
                self._carried(number, carried)
        return number

    def _carried(self, number: int, carried: Carried) -> None:
        signed_at = carried.signed_at.isoformat() if carried.signed_at else None
        names = ("condition", "problem", "expected", "found", "fix")
        fault = _json({name: getattr(carried.fault, name) for name in names}) if carried.fault else ""
        values = (number, carried.raw, carried.signer, signed_at, fault)
        self._write("INSERT INTO carried (message, raw, signer, signed_at, fault) VALUES (?, ?, ?, ?, ?)", *values)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Everything written in the block is kept, or nothing of it."""
        with self._lock:
            self._write("BEGIN IMMEDIATE")
            try:
                yield
                self._write("COMMIT")
            except BaseException:
                with suppress(ToolFault):
                    self._write("ROLLBACK")
                raise

    def _happening(self, scenario: str, kind: str, data: Mapping[str, Any], message: int | None = None) -> int:
        return self._write(
            "INSERT INTO happening (scenario, kind, time, message, data) VALUES (?, ?, ?, ?, ?)",
            *(scenario, kind, self.clock.now().isoformat(), message, _json(data)),
        )


class ScenarioEvidence:
    """Writes the evidence of one scenario; every method may be called from several threads."""

    def __init__(self, evidence: Evidence, scenario_id: str) -> None:
        self._evidence = evidence
        self.id = scenario_id

    def sent(self, raw: bytes, envelope: Envelope, *, fault: str = "", carried: Carried | None = None) -> int:
        """Keep what we sent, the document and how it went; `fault` names what was broken on purpose.

        Gives the message's number in the run.
        """
        return self._evidence._message(
            self.id, Role.HELSENORGE, raw, envelope, queue=envelope.to, foreign=False, fault=fault, carried=carried
        )

    def received(
        self,
        raw: bytes,
        envelope: Envelope,
        *,
        queue: str = "async",
        foreign: bool = False,
        carried: Carried | None = None,
    ) -> int:
        """Keep what came from the EPJ; gives the message's number in the run."""
        return self._evidence._message(self.id, Role.EPJ, raw, envelope, queue=queue, foreign=foreign, carried=carried)

    def put(self, raw: bytes, path: str) -> int:
        """Keep what the EPJ put over REST at an address without its host; its number."""
        return self.received(raw, Envelope(properties={"to": path}), queue=REST)

    def intent(
        self,
        name: str,
        params: Mapping[str, Any],
        *,
        sentence: str,
        outcome: str,
        reason: str,
        data: Mapping[str, Any],
        by: str = "maskin",
        who: str = "",
        reviewer: str = "",
        review: str = "",
        file: str = "",
        file_sha256: str = "",
        seconds: float,
    ) -> None:
        """Keep what staff was asked and answered; `by` is "maskin" or "person", `review` what a second person said."""
        values: dict[str, Any] = {
            "name": name,
            "params": dict(params),
            "sentence": sentence,
            "outcome": outcome,
            "reason": reason,
        }
        values |= {"data": dict(data), "by": by, "who": who, "reviewer": reviewer, "review": review}
        values |= {"file": file, "file_sha256": file_sha256, "seconds": seconds}
        self._evidence._happening(self.id, "intent", values)

    def attach(self, source: Path) -> Attached:
        """Copy a file into the folder of the run; raises `ToolFault`."""
        return attach(self._evidence.path.parent, self.id, source)

    def left(self, text: str, *, person: str = "", key: int | None = None) -> int:
        """Keep that something stands in the EPJ (bokmål), or with a `key` that it changed; gives the key."""
        values = {"key": key, "text": text, "person": person}
        number = self._evidence._happening(self.id, "left", values)
        return number if key is None else key

    def taken_away(self, key: int) -> None:
        """Keep that what had this key is gone from the EPJ."""
        self._evidence._happening(self.id, "taken_away", {"key": key})

    def switched(self, what: str, *, before: str, now: str) -> None:
        """Keep that a setting of the EPJ was switched."""
        self._evidence._happening(self.id, "switched", {"what": what, "before": before, "now": now})

    def waited(self, what: str, *, deadline: float, seconds: float, came: bool) -> None:
        """Keep a wait: for what, the deadline and the time spent (seconds), and whether it came."""
        values = {"what": what, "deadline": deadline, "seconds": seconds, "came": came}
        self._evidence._happening(self.id, "wait", values)

    def finding(self, finding: Finding, *, message: int | None = None, by: str = "maskin") -> None:
        """Keep a finding, with the number of the message it is about."""
        self._evidence._happening(self.id, "finding", {"confirmed_by": by, **_finding_values(finding)}, message)

    def judged(self, message: int, schema: str) -> None:
        """Keep whether a message is `valid`, `invalid` or `not-well-formed`."""
        self._evidence._write("UPDATE message SET schema = ? WHERE number = ?", schema, message)

    def not_judged(self, rule: str, reason: str) -> None:
        """Keep that a rule lacked context here."""
        self._evidence._happening(self.id, "not_judged", {"rule": rule, "reason": reason})

    def owned(self, owner: str) -> None:
        """Keep who has to do something about it."""
        self._evidence._happening(self.id, "owner", {"owner": owner})

    def stopped(self) -> None:
        """Keep that it has no verdict of its own because the run was stopped; it may be taken up again."""
        self._evidence._happening(self.id, "stopped", {})

    def note(self, text: str) -> None:
        """Keep a remark for the reader (bokmål)."""
        self._evidence._happening(self.id, "note", {"text": text})

    def step(self, keyword: str, text: str, *, status: str, seconds: float, error: str = "") -> None:
        """Keep how a step went: `bestått`, another verdict, or `ikke kjørt`; `error` is bokmål for the reader."""
        values = {"keyword": keyword, "text": text, "status": status, "seconds": seconds, "error": error}
        self._evidence._happening(self.id, "step", values)

    def acting_for_other(self, msg_id: str, other: bool) -> None:
        """Keep what only the sender knows: whether someone else than the patient wrote our message."""
        self._evidence._happening(self.id, "acting", {"msg_id": msg_id, "other": other})

    def exchange(self) -> Exchange:
        """What was sent and received in this scenario, from the stored bytes."""
        reader = self._evidence._reader()
        items = tuple(record.as_item() for record in reader.messages(self.id) if not record.foreign)
        acting = {row["msg_id"]: bool(row["other"]) for row in reader.happenings(self.id, "acting")}
        return Exchange(items, acting)

    def record(self) -> ScenarioRecord:
        """What is kept so far."""
        return self._evidence._reader().scenario(self.id)

    def declared(self) -> Mapping[str, str]:
        """The processes that the target declares, with version; empty where the run tells of none."""
        return dict(self._target().get("processes", {}))

    def looks_for_revoked(self) -> bool:
        """Whether the target has lists of the certificates that are revoked."""
        return bool((self._target().get("protection") or {}).get("revocations"))

    def _target(self) -> Mapping[str, Any]:
        target = self._evidence._reader().run().info.get("target")
        return target if isinstance(target, Mapping) else {}

    def finish(self, verdict: Verdict, *, reason: str = "", fix: str = "", traceback: str = "") -> None:
        """End the scenario with its verdict, the reason and the fix (bokmål)."""
        now = self._evidence.clock.now().isoformat()
        self._evidence._write(
            "UPDATE scenario SET finished_at = ?, verdict = ?, reason = ?, fix = ?, traceback = ? WHERE id = ?",
            *(now, verdict.value, reason, fix, traceback, self.id),
        )


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA busy_timeout = 5000")
    return connection


def _fault(error: sqlite3.Error, path: Path) -> ToolFault:
    if "full" in str(error):
        return NotKept(
            f"Disken er full: bevisene kunne ikke lagres i {path}.",
            fix="Frigjør plass, eller velg en rapportmappe på en annen disk med --report.",
        )
    return NotKept(
        f"Bevisene kunne ikke lagres i {path}: {_said(error)}.", fix="Sjekk disken og rettighetene til mappen."
    )


def _said(error: sqlite3.Error) -> str:
    if "readonly" in str(error):
        return "det er ikke lov å skrive der"
    return "disken svarer med feil, eller er full" if "disk I/O" in str(error) else str(error)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, (set, frozenset, tuple)):
        return sorted(value) if not isinstance(value, tuple) else list(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else str(value)


def _finding_values(finding: Finding) -> dict[str, Any]:
    names = ("rule", "clause", "severity", "problem", "where", "line", "expected", "found", "fix", "item", "by")
    return {name: getattr(finding, name) for name in names}
