"""A message as numbered lines, with the findings beside the line they are about."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree
from markupsafe import Markup

from conformance.evidence.records import FindingRecord, MessageRecord
from conformance.reports.language import Language
from standards import xml
from standards.errors import StandardsError
from standards.fhir import is_json, read_json
from standards.rules.model import Finding, Severity

MAX_SHOWN = 200_000
"""Bytes of a message that the report shows; the whole stands in the evidence file."""

MIN_LINES = 5
"""A message with fewer lines than this is indented for reading."""


@dataclass(frozen=True)
class Line:
    """One line with the findings that point at it."""

    number: int
    text: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Listing:
    """The lines of a message; `indented` when line breaks were added for reading, `cut` when some are left out."""

    lines: tuple[Line, ...]
    indented: bool
    cut: bool

    def as_html(self, message: int, say: Language) -> Markup:
        """The lines as they stand in a `pre`, with the findings below theirs; `message` is its number on the page."""
        # Put together here: a template takes ten times as long for the thousands of lines of a run.
        return Markup("".join([_line_as_html(line, message, say) for line in self.lines]))  # noqa: S704  escaped below

    def anchor_of(self, finding: Finding, message: int) -> str:
        """The id of the line that a finding stands at, or of the whole message."""
        line = next((line.number for line in self.lines if finding in line.findings), 0)
        return anchor(message, line) if line else f"m{message}"


def listing(message: MessageRecord, records: Iterable[FindingRecord]) -> Listing:
    """Number the lines and place the findings; one whose place is not found stands at line 1. Nothing is masked."""
    findings = [record.finding for record in records if record.message == message.number]
    cut = len(message.raw) > MAX_SHOWN
    root = None if cut else _indented(message.raw, placed=bool(findings))
    spread = None if cut or root is not None else _spread(message.raw)
    text = _text(message.raw[:MAX_SHOWN] if root is None else xml.serialize(root)) if spread is None else spread
    beside: dict[int, tuple[Finding, ...]] = {}
    for finding in findings:
        place = _place(root, finding)
        beside[place] = (*beside.get(place, ()), finding)
    lines = tuple(
        Line(number, line, beside.get(number, ())) for number, line in enumerate(text.splitlines() or [""], start=1)
    )
    return Listing(lines, root is not None or spread is not None, cut)


def anchor(message: int, line: int) -> str:
    """The id of a marked line on its page."""
    return f"m{message}-l{line}"


def _line_as_html(line: Line, message: int, say: Language) -> str:
    text = html.escape(line.text)
    if not line.findings:
        return f"<span>{text}\n</span>"
    mild = "" if any(one.severity is Severity.ERROR for one in line.findings) else " remark"
    whole = [f'<span class="marked{mild}" id="{anchor(message, line.number)}">{text}\n</span>']
    for one in line.findings:
        mild = "" if one.severity is Severity.ERROR else " remark"
        whole.append(f'<em class="beside{mild}">{html.escape(one.rule)}: {say.text(one.problem)}\n</em>')
    return "".join(whole)


def _indented(raw: bytes, *, placed: bool) -> etree._Element | None:
    """XML on lines of its own; with `placed` its elements know their lines."""
    if raw.count(b"\n") >= MIN_LINES:
        return None
    try:
        root = xml.parse(raw)
        etree.indent(root)
        return xml.parse(xml.serialize(root)) if placed else root
    except StandardsError:
        return None


def _spread(raw: bytes) -> str | None:
    """JSON on lines of its own; None for what is something else or has lines already."""
    if not is_json(raw) or raw.count(b"\n") >= MIN_LINES:
        return None
    try:
        return json.dumps(read_json(raw), ensure_ascii=False, indent=1)
    except StandardsError:
        return None


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", errors="replace")


def _place(root: etree._Element | None, finding: Finding) -> int:
    if root is None:
        return finding.line or 1
    try:
        found = root.xpath(finding.where, namespaces=dict(xml.NS)) if finding.where else []
    except etree.XPathError:
        return 1
    first = found[0] if isinstance(found, list) and found else root
    element = first.getparent() if isinstance(first, etree._ElementUnicodeResult) else first
    return (xml.line_of(element) or 1) if isinstance(element, etree._Element) else 1
