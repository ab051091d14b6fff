"""Counts while the files go by, and keeps the few rows that a table at the end needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from epj.validation.language import Language
from standards.rules.model import Severity

MOST_ROWS: Final = 100
SCHEMA_STATES: Final = ("valid", "invalid", "not-well-formed")


@dataclass(frozen=True)
class Row:
    """One line of the table: a file, or a conversation when `schema` is empty."""

    name: str
    type: str
    schema: str
    errors: int
    remarks: int


@dataclass
class Tally:
    """The sums of a run; its memory does not grow with the number of files."""

    files: int = 0
    judged: int = 0
    errors: int = 0
    remarks: int = 0
    unread: int = 0
    skipped: int = 0
    interrupted: bool = False
    schema: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SCHEMA_STATES, 0))
    first: list[Row] = field(default_factory=list)
    marked: list[Row] = field(default_factory=list)
    rows: int = 0
    marked_rows: int = 0

    def file(self, record: dict[str, Any]) -> None:
        """Count a file."""
        self.files += 1
        if not record.get("deliberate_fault"):
            self.judged += 1
            self.schema[record["schema"]] += 1
        self._row(record["file"], _type(record), record["schema"], record)

    def exchange(self, record: dict[str, Any]) -> None:
        """Count a conversation."""
        self._row(record["folder"], "", "", record)

    def _row(self, name: str, kind: str, schema: str, record: dict[str, Any]) -> None:
        errors = sum(finding["severity"] == Severity.ERROR for finding in record["findings"])
        row = Row(name, kind, schema, errors, len(record["findings"]) - errors)
        self.errors += row.errors
        self.remarks += row.remarks
        self.rows += 1
        if len(self.first) < MOST_ROWS:
            self.first.append(row)
        if row.errors or row.remarks:
            self.marked_rows += 1
            if len(self.marked) < MOST_ROWS:
                self.marked.append(row)

    @property
    def table(self) -> list[Row]:
        """Every row when there is room, else the first that have findings."""
        return self.first if self.rows <= MOST_ROWS else self.marked

    @property
    def left_out(self) -> int:
        """Rows with findings that the table has no room for."""
        return 0 if self.rows <= MOST_ROWS else self.marked_rows - len(self.marked)

    @property
    def ok(self) -> bool:
        """No errors, every file valid, everything read."""
        return not (self.errors or self.unread or self.interrupted) and self.schema["valid"] == self.judged

    @property
    def exit_code(self) -> int:
        """0 without errors, 1 with errors, 2 when something could not be read or the run was stopped."""
        return 2 if self.unread or self.interrupted else 0 if self.ok else 1

    def words(self, say: Language) -> tuple[str, ...]:
        """Errors and remarks with their nouns, and what was not read."""
        unread = (say("{} ikke lest", self.unread),) if self.unread else ()
        return say.errors(self.errors), say.remarks(self.remarks), *unread

    def to_json(self) -> dict[str, Any]:
        """The summary of the report."""
        return {
            "files": self.files,
            "schema": self.schema,
            "errors": self.errors,
            "remarks": self.remarks,
            "skipped": self.skipped,
            "interrupted": self.interrupted,
            "ok": self.ok,
        }


def _type(record: dict[str, Any]) -> str:
    short = str(record["type"] or record["kind"]).removeprefix("DIALOG_INNBYGGER_")
    return f"{short} {record['code']}".strip()
