"""A message as numbered lines, with the findings beside the line they are about."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree
from markupsafe import Markup, escape

from conformance.evidence.records import FindingRecord, MessageRecord
from conformance.reports.facts import masked
from standards import xml
from standards.errors import StandardsError
from standards.fhir import is_json, read_json
from standards.rules.model import Finding

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

    def as_html(self) -> Markup:
        """The lines as they stand in a `pre`: number, text, and the findings below."""
        return Markup("").join(_line_as_html(line) for line in self.lines)


def listing(message: MessageRecord, records: Iterable[FindingRecord]) -> Listing:
    """Number the lines and place the findings; one whose place is not found stands at line 1."""
    findings = [record.finding for record in records if record.message == message.number]
    cut = len(message.raw) > MAX_SHOWN
    root = None if cut else _indented(message.raw)
    spread = None if cut or root is not None else _spread(message.raw)
    text = masked(message.raw[:MAX_SHOWN] if root is None else xml.serialize(root)) if spread is None else spread
    places = [(_place(root, finding), finding) for finding in findings]
    lines = tuple(
        Line(number, line, tuple(finding for place, finding in places if place == number))
        for number, line in enumerate(text.splitlines() or [""], start=1)
    )
    return Listing(lines, root is not None or spread is not None, cut)


def _line_as_html(line: Line) -> Markup:
    # Put together here: a template takes ten times as long for the thousands of lines of a run.
    marked = " marked" if line.findings else ""
    text = f'<span class="line{marked}"><span class="nr">{line.number}</span>{escape(line.text)}\n</span>'
    beside = (f'<span class="beside">{escape(f"{one.rule}: {one.problem}")}\n</span>' for one in line.findings)
    return Markup(text + "".join(beside))  # noqa: S704  everything from outside is escaped above


def _indented(raw: bytes) -> etree._Element | None:
    if raw.count(b"\n") >= MIN_LINES:
        return None
    try:
        root = xml.parse(raw)
        etree.indent(root)
        return xml.parse(xml.serialize(root))
    except StandardsError:
        return None


def _spread(raw: bytes) -> str | None:
    """JSON on lines of its own, masked; None for what is something else or has lines already."""
    if not is_json(raw) or raw.count(b"\n") >= MIN_LINES:
        return None
    try:
        return masked(json.dumps(read_json(raw), ensure_ascii=False, indent=1).encode())
    except StandardsError:
        return None


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
