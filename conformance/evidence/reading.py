"""Turns the rows of an evidence file into records."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import count
from typing import Any

from conformance.evidence.records import (
    AttemptRecord,
    CarriedFault,
    CarriedRecord,
    FindingRecord,
    IntentRecord,
    LeftRecord,
    MessageRecord,
    NoteRecord,
    NotJudgedRecord,
    RunRecord,
    ScenarioRecord,
    StepRecord,
    WaitRecord,
)
from conformance.verdicts import Verdict
from standards.envelope import Envelope
from standards.exchange import Role
from standards.rules.model import Finding, Severity

NOT_FINISHED = "Scenarioet ble ikke ferdig: kjøringen ble avbrutt mens det gikk."
NEVER_STARTED = "Scenarioet ble valgt, men har ingen dom: kjøringen ble avbrutt før det begynte."

ATTEMPT = "~"
"""Stands between the id of a scenario and the number of an earlier attempt at it."""

Rows = Callable[..., list[sqlite3.Row]]


class EvidenceReader:
    """Reads the records through a function that runs a query."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def run(self) -> RunRecord:
        """The run as it was noted down."""
        values = {row["key"]: json.loads(row["value"]) for row in self._rows("SELECT key, value FROM run")}
        known = ("info", "started_at", "finished_at", "verdict", "reason")
        more = {key: value for key, value in values.items() if key not in known}
        return RunRecord(
            info={**values.get("info", {}), **more},
            started_at=_time(values.get("started_at")),
            finished_at=_time(values.get("finished_at")),
            verdict=Verdict(values.get("verdict", Verdict.TOOL_FAULT)),
            reason=str(values.get("reason", "")),
        )

    def scenarios(self) -> tuple[ScenarioRecord, ...]:
        """Every selected scenario, without earlier attempts at it."""
        rows = self._rows("SELECT * FROM scenario WHERE id NOT LIKE ? ORDER BY place, id", f"%{ATTEMPT}%")
        return tuple(self._scenario(row) for row in rows)

    def attempts(self, scenario_id: str) -> tuple[AttemptRecord, ...]:
        """The earlier attempts at a scenario, the first one first."""
        rows = self._rows("SELECT * FROM scenario WHERE id LIKE ? ORDER BY started_at, id", f"{scenario_id}{ATTEMPT}%")
        return tuple(AttemptRecord(*_verdict(row), _time(row["started_at"])) for row in rows)

    def scenario(self, scenario_id: str) -> ScenarioRecord:
        """One scenario; raises `KeyError` for an id that was never planned."""
        rows = self._rows("SELECT * FROM scenario WHERE id = ?", scenario_id)
        if not rows:
            raise KeyError(scenario_id)
        return self._scenario(rows[0])

    def messages(self, scenario_id: str) -> tuple[MessageRecord, ...]:
        """The messages of a scenario, or the foreign ones for an empty id."""
        rows = self._rows("SELECT * FROM message WHERE scenario = ? ORDER BY number", scenario_id)
        place, carried = count(), self._carried(scenario_id)
        return tuple(
            _message(row, -1 if row["is_foreign"] else next(place), carried.get(row["number"])) for row in rows
        )

    def _carried(self, scenario_id: str) -> dict[int, CarriedRecord]:
        """Message → how it went over the bus; runs of earlier versions have none."""
        if not self._rows("SELECT 1 FROM sqlite_master WHERE name = 'carried'"):
            return {}
        joined = "SELECT carried.* FROM carried JOIN message ON number = message WHERE scenario = ?"
        return {
            row["message"]: CarriedRecord(
                raw=bytes(row["raw"]),
                signer=bytes(row["signer"]),
                signed_at=_time(row["signed_at"]),
                fault=CarriedFault(**json.loads(row["fault"])) if row["fault"] else None,
            )
            for row in self._rows(joined, scenario_id)
        }

    def exchanges(self) -> dict[str, tuple[MessageRecord, ...]]:
        """Scenario, or earlier attempt at one → its messages, for those that have any."""
        rows = self._rows("SELECT DISTINCT scenario FROM message WHERE scenario <> '' ORDER BY scenario")
        return {row["scenario"]: self.messages(row["scenario"]) for row in rows}

    def left_behind(self) -> tuple[LeftRecord, ...]:
        """What the run left in the EPJ, in the order it came; settings last."""
        things: dict[int, LeftRecord] = {}
        switches: dict[str, tuple[str, LeftRecord]] = {}
        wanted = "SELECT * FROM happening WHERE kind IN ('left', 'taken_away', 'switched') ORDER BY seq"
        for row in self._rows(wanted):
            values, scenario = json.loads(row["data"]), row["scenario"].partition(ATTEMPT)[0]
            time = datetime.fromisoformat(row["time"])
            if row["kind"] == "left":
                things[values["key"] or row["seq"]] = LeftRecord(scenario, values["text"], values["person"], time)
            elif row["kind"] == "taken_away":
                things.pop(values["key"], None)
            else:
                before = switches[values["what"]][0] if values["what"] in switches else values["before"]
                text = f"Innstillingen {values['what']} var «{before}» og er nå «{values['now']}»."
                switches[values["what"]] = (
                    before,
                    LeftRecord(scenario, text if before != values["now"] else "", "", time),
                )
        return (*things.values(), *(record for _, record in switches.values() if record.text))

    def happenings(self, scenario_id: str, kind: str) -> list[dict[str, Any]]:
        """What of a kind happened in a scenario, with `seq`, `time` and `message` beside its own values."""
        return self._by_kind(scenario_id).get(kind, [])

    def _by_kind(self, scenario_id: str) -> dict[str, list[dict[str, Any]]]:
        kinds: dict[str, list[dict[str, Any]]] = {}
        for row in self._rows("SELECT * FROM happening WHERE scenario = ? ORDER BY seq", scenario_id):
            values = json.loads(row["data"])
            values |= {"seq": row["seq"], "time": _time(row["time"]), "message": row["message"]}
            kinds.setdefault(row["kind"], []).append(values)
        return kinds

    def _scenario(self, row: sqlite3.Row) -> ScenarioRecord:
        kinds = self._by_kind(row["id"])
        verdict, reason = _verdict(row)
        return ScenarioRecord(
            id=row["id"],
            name=row["name"],
            feature=row["feature"],
            tags=tuple(json.loads(row["tags"])),
            meta=json.loads(row["meta"]),
            verdict=verdict,
            reason=reason,
            fix=row["fix"],
            finished=row["verdict"] is not None,
            started_at=_time(row["started_at"]),
            finished_at=_time(row["finished_at"]),
            traceback=row["traceback"],
            steps=tuple(StepRecord(**_without(step, "time", "message")) for step in kinds.get("step", [])),
            messages=self.messages(row["id"]),
            intents=tuple(IntentRecord(**_without(intent, "message")) for intent in kinds.get("intent", [])),
            waits=tuple(WaitRecord(**_without(wait, "message")) for wait in kinds.get("wait", [])),
            findings=tuple(_finding(finding) for finding in kinds.get("finding", [])),
            notes=tuple(NoteRecord(**_without(note, "message")) for note in kinds.get("note", [])),
            not_judged=tuple(
                dict.fromkeys(NotJudgedRecord(n["rule"], n["reason"]) for n in kinds.get("not_judged", []))
            ),
            stopped="stopped" in kinds,
            owner=str(kinds["owner"][-1]["owner"]) if "owner" in kinds else "",
            attempts=self.attempts(row["id"]) if ATTEMPT not in row["id"] else (),
        )


def _verdict(row: sqlite3.Row) -> tuple[Verdict, str]:
    if row["verdict"] is not None:
        return Verdict(row["verdict"]), row["reason"]
    return Verdict.TOOL_FAULT, NOT_FINISHED if row["started_at"] else NEVER_STARTED


def _message(row: sqlite3.Row, item: int, carried: CarriedRecord | None) -> MessageRecord:
    return MessageRecord(
        number=row["number"],
        scenario_id=row["scenario"],
        item=item,
        sender=Role(row["sender"]),
        raw=bytes(row["raw"]),
        envelope=Envelope.from_json(json.loads(row["envelope"])),
        time=datetime.fromisoformat(row["time"]),
        queue=row["queue"],
        foreign=bool(row["is_foreign"]),
        fault=row["fault"],
        schema=row["schema"],
        carried=carried,
    )


def _finding(values: Mapping[str, Any]) -> FindingRecord:
    plain = _without(values, "seq", "time", "message", "confirmed_by", "severity", "by")
    by = Role(values["by"]) if values["by"] else None
    finding = Finding(**plain, severity=Severity(values["severity"]), by=by)
    return FindingRecord(values["seq"], finding, values["message"], values["confirmed_by"])


def _without(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
