"""The report as JUnit XML: one test case for each file, failed by each of its errors; remarks are its output."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import PurePath
from typing import IO, Any

from lxml import etree

from epj.validation.formats import Setting
from epj.validation.records import Judged
from epj.validation.tally import Tally
from epj.validation.wording import LABELS, schema_of, severity_of
from standards.rules.model import Severity

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_IN_MEMORY = 1_000_000
_NAME = "epj validate"


class Writer:
    """Cases wait in a spool, for the sums stand first."""

    def __init__(self, out: IO[str], setting: Setting) -> None:
        self._out = out
        self._say = setting.say
        self._counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
        self._cases: IO[str] = tempfile.SpooledTemporaryFile(  # noqa: SIM115  lives as long as the report
            _IN_MEMORY, "w+", encoding="utf-8", newline="\n"
        )

    def file(self, judged: Judged) -> None:
        """One case."""
        record = judged.record
        case = self._case(record["file"])
        if reason := record.get("deliberate_fault"):
            self._count(case, "skipped", reason)
        elif not self._failed(case, record["findings"]) and record["schema"] != "valid":
            self._failure(case, schema_of(record, self._say), record["schema"], "")
        self._remarks(case, record["findings"], record["notes"])
        self._add(case)

    def exchange(self, record: dict[str, Any]) -> None:
        """One case for the conversation as a whole."""
        case = self._case(f"{record['folder']}/{self._say('samtale')}")
        self._failed(case, record["findings"])
        self._remarks(case, record["findings"], ())
        self._add(case)

    def unread(self, file: str, reason: str) -> None:
        """A case that could not be tried."""
        case = self._case(file)
        self._count(case, "error", reason)
        self._add(case)

    def end(self, tally: Tally) -> None:
        """The sums, then the cases; a run that was stopped is never green."""
        if tally.interrupted:
            self.unread(_NAME, self._say("Avbrutt: resten av filene er ikke sjekket."))
        sums = " ".join(f'{name}="{number}"' for name, number in self._counts.items())
        self._out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        self._out.write(f'<testsuites name="{_NAME}" {sums}>\n<testsuite name="{_NAME}" {sums}>\n')
        self._cases.seek(0)
        shutil.copyfileobj(self._cases, self._out)
        self._cases.close()
        self._out.write("</testsuite>\n</testsuites>\n")

    def _case(self, file: str) -> etree._Element:
        path = PurePath(file)
        folder = "" if str(path.parent) == "." else path.parent.as_posix()
        names = {"classname": folder or _NAME, "name": path.name or file, "file": file}
        return etree.Element("testcase", {name: _text(text) for name, text in names.items()})

    def _failed(self, case: etree._Element, findings: Sequence[dict[str, Any]]) -> bool:
        errors = [finding for finding in findings if finding["severity"] == Severity.ERROR]
        for finding in errors:
            self._failure(case, finding["problem"], finding["rule"], self._details(finding))
        return bool(errors)

    def _failure(self, case: etree._Element, message: str, kind: str, details: str) -> None:
        self._counts["failures"] += case.find("failure") is None
        etree.SubElement(case, "failure", message=_text(message), type=_text(kind)).text = _text(details)

    def _count(self, case: etree._Element, name: str, message: str) -> None:
        self._counts["errors" if name == "error" else name] += 1
        etree.SubElement(case, name, message=_text(message))

    def _remarks(self, case: etree._Element, findings: Sequence[dict[str, Any]], notes: Sequence[str]) -> None:
        remarks = [self._details(finding) for finding in findings if finding["severity"] == Severity.REMARK]
        if remarks or notes:
            etree.SubElement(case, "system-out").text = _text("\n\n".join([*notes, *remarks]))

    def _details(self, finding: dict[str, Any]) -> str:
        place = f", {self._say('linje')} {finding['line']}" if finding["line"] else ""
        head = f"{severity_of(finding, self._say).upper()} {finding['rule']} ({finding['clause']}){place}"
        rest = [f"{self._say(label)}: {finding[key]}" for label, key in LABELS if finding.get(key)]
        return "\n".join([head, finding["problem"], *rest])

    def _add(self, case: etree._Element) -> None:
        self._counts["tests"] += 1
        self._cases.write(etree.tostring(case, encoding="unicode") + "\n")


def _text(text: str) -> str:
    return _NOT_XML.sub("�", text)
