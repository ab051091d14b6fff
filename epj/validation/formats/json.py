"""The report as JSON, in the shape of `standards/schemas/validate-report.schema.json`, written as the files go by."""

from __future__ import annotations

import json
import tempfile
from typing import IO, Any

from epj.validation.formats import Setting
from epj.validation.records import REPORT_VERSION, Judged
from epj.validation.tally import Tally

_IN_MEMORY = 1_000_000


class Writer:
    """Files go straight out; conversations and what was not read wait in a spool until the files are done."""

    def __init__(self, out: IO[str], setting: Setting) -> None:
        self._out = out
        self._files = 0
        self._exchanges, self._unread = _Spool(), _Spool()
        head = {
            "version": REPORT_VERSION,
            "schemas": setting.schemas,
            "profile": setting.profile,
            "language": setting.say.code,
        }
        out.write(f'{json.dumps(head, ensure_ascii=False, indent=2)[:-2]},\n  "files": [')

    def file(self, judged: Judged) -> None:
        """One file."""
        self._out.write(_element(judged.record, first=self._files == 0))
        self._files += 1

    def exchange(self, record: dict[str, Any]) -> None:
        """One conversation."""
        self._exchanges.add(record)

    def unread(self, file: str, reason: str) -> None:
        """Something that could not be read."""
        self._unread.add({"file": file, "reason": reason})

    def end(self, tally: Tally) -> None:
        """The rest of the object."""
        self._out.write("\n  ]" if self._files else "]")
        for name, spool in (("exchanges", self._exchanges), ("unread", self._unread)):
            self._out.write(f',\n  "{name}": [')
            spool.copy(self._out)
        summary = json.dumps(tally.to_json(), indent=2).replace("\n", "\n  ")
        self._out.write(f',\n  "summary": {summary}\n}}\n')


class _Spool:
    """A list that is written later; on disk once it is large."""

    def __init__(self) -> None:
        self._file: IO[str] = tempfile.SpooledTemporaryFile(  # noqa: SIM115  lives as long as the report
            _IN_MEMORY, "w+", encoding="utf-8", newline="\n"
        )
        self._count = 0

    def add(self, record: dict[str, Any]) -> None:
        self._file.write(_element(record, first=self._count == 0))
        self._count += 1

    def copy(self, out: IO[str]) -> None:
        self._file.seek(0)
        for line in self._file:
            out.write(line)
        out.write("\n  ]" if self._count else "]")
        self._file.close()


def _element(record: dict[str, Any], *, first: bool) -> str:
    text = json.dumps(record, ensure_ascii=False, indent=2).replace("\n", "\n    ")
    return f"{'' if first else ','}\n    {text}"
