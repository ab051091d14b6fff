"""A message as numbered lines, with the findings beside the line they are about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from epj.validation.names import printable
from epj.validation.pointers import lines_of, nearest
from standards import xml
from standards.errors import StandardsError
from standards.fhir import is_json
from standards.masking import mask

FEW_LINES: Final = 5
"""A message with fewer lines than this is indented for reading."""

LONGEST_LINE: Final = 400
MOST_LINES: Final = 2000
NEAR: Final = 3
_INDENTED_AT_MOST: Final = 2_000_000

Finding = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One line with the findings that point at it; `near` when a finding is within a few lines, `gap` after a leap."""

    number: int
    text: str
    findings: tuple[Finding, ...]
    near: bool
    gap: bool = False


@dataclass(frozen=True)
class Listing:
    """The lines of a message; `indented` when line breaks were added for reading, `cut` when some are left out."""

    lines: tuple[Line, ...]
    indented: bool
    cut: bool


def text_lines(raw: bytes) -> list[str]:
    """The lines of a message as text, counted as a parser counts them."""
    encoding = xml.declared_encoding(raw[:400])
    name = "iso-8859-1" if "8859" in encoding or "LATIN" in encoding else "utf-8-sig"
    return raw.decode(name, "replace").replace("\r\n", "\n").split("\n")


def shown_line(line: str) -> str:
    """A line that may be shown: numbers of living people starred out, never longer than a screen holds."""
    clean = mask(line)
    cut = clean if len(clean) <= LONGEST_LINE else f"{clean[:LONGEST_LINE]} … (+{len(clean) - LONGEST_LINE})"
    return printable(cut.replace("\t", "  "))


def listing(raw: bytes, findings: Iterable[Finding]) -> Listing:
    """Number the lines and place the findings; one whose place is not found stands at line 1."""
    found = list(findings)
    lines, places, indented = _laid_out(raw, found)
    if lines and not lines[-1].strip():
        lines.pop()
    at: dict[int, list[Finding]] = {}
    for place, finding in zip(places, found, strict=True):
        at.setdefault(min(max(place, 1), max(len(lines), 1)), []).append(finding)
    near = {number + step for number in at for step in range(-NEAR, NEAR + 1)}
    kept = tuple(_kept(lines or [""], at, near))
    return Listing(kept, indented, len(kept) < len(lines))


def _kept(lines: list[str], at: dict[int, list[Finding]], near: set[int]) -> Iterator[Line]:
    last = 0
    for number, line in enumerate(lines, start=1):
        if number <= MOST_LINES or number in near:
            yield Line(number, shown_line(line), tuple(at.get(number, ())), number in near, number != last + 1)
            last = number


def excerpts(raw: bytes, findings: list[Finding]) -> list[tuple[str, str]]:
    """For each finding the line that it is about: its number, empty where the line is one we made, and its text."""
    if not any(finding["line"] for finding in findings):
        return [("", "")] * len(findings)
    lines, places, indented = _laid_out(raw, findings)
    return [
        ("" if indented else str(place), shown_line(lines[place - 1].strip()) if 0 < place <= len(lines) else "")
        for place in places
    ]


def _laid_out(raw: bytes, findings: list[Finding]) -> tuple[list[str], list[int], bool]:
    as_it_is = [finding["line"] for finding in findings]
    if raw.count(b"\n") >= FEW_LINES or len(raw) > _INDENTED_AT_MOST:
        return text_lines(raw), as_it_is, False
    if is_json(raw):
        return _indented_json(raw, findings) or (text_lines(raw), as_it_is, False)
    root = _indented_xml(raw)
    if root is None:
        return text_lines(raw), as_it_is, False
    return text_lines(xml.serialize(root)), [_line_in(root, finding["where"]) for finding in findings], True


def _indented_xml(raw: bytes) -> etree._Element | None:
    try:
        root = xml.parse(raw)
        etree.indent(root)
        return xml.parse(xml.serialize(root))
    except StandardsError:
        return None


def _line_in(root: etree._Element, where: str) -> int:
    try:
        found = root.xpath(where, namespaces=dict(xml.NS)) if where else []
    except etree.XPathError:
        return 1
    first = found[0] if isinstance(found, list) and found else root
    element = first.getparent() if isinstance(first, etree._ElementUnicodeResult) else first
    return (xml.line_of(element) or 1) if isinstance(element, etree._Element) else 1


def _indented_json(raw: bytes, findings: list[Finding]) -> tuple[list[str], list[int], bool] | None:
    try:
        text = json.dumps(json.loads(raw.decode("utf-8-sig")), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return None
    places = lines_of(text)
    return text.split("\n"), [nearest(finding["where"], places) for finding in findings], True
