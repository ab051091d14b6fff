"""A message as lines that can be read, with the findings at the line they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from simulator.workbench import json_lines
from standards import xml
from standards.errors import StandardsError
from standards.rules.model import Finding

_LONGEST = 400
_MOST_LINES = 5000


@dataclass(frozen=True)
class Line:
    """One line, and which findings are about it, by their place in the list."""

    number: int
    text: str
    findings: tuple[int, ...] = ()


def listing(raw: bytes, findings: Sequence[Finding]) -> tuple[tuple[Line, ...], bool]:
    """The lines, and whether they are laid out anew with indents: the bytes themselves are another matter."""
    text, places = _laid_out(raw, findings)
    indented = text is not None
    if text is None:
        text, places = raw.decode("utf-8", "replace"), {place: one.line for place, one in enumerate(findings)}
    lines = text.splitlines()[:_MOST_LINES]
    return tuple(
        Line(number, _short(line), tuple(place for place, at in places.items() if at == number))
        for number, line in enumerate(lines, start=1)
    ), indented


def _laid_out(raw: bytes, findings: Sequence[Finding]) -> tuple[str | None, dict[int, int]]:
    if raw.lstrip()[:1] == b"{" and (laid := json_lines.laid_out(raw)) is not None:
        return laid[0], {place: laid[1].get(one.where, 0) for place, one in enumerate(findings)}
    try:
        root = xml.parse(raw)
        for element in root.iter(etree.Element):
            element.text = None if element.text is None else _short(element.text)
        etree.indent(root)
        text = etree.tostring(root, encoding="unicode")
        again = xml.parse(text.encode())
    except (StandardsError, ValueError):
        return None, {}
    return text, {place: _line(again, one.where) for place, one in enumerate(findings)}


def _line(root: etree._Element, where: str) -> int:
    """The line of what a finding points at, or of the element it stands in; 0 when it points nowhere."""
    while where.strip("/"):
        try:
            found = root.getroottree().xpath(where, namespaces=dict(xml.NS))
        except etree.XPathError:
            found = []
        if isinstance(found, list) and found and isinstance(found[0], etree._Element):
            return xml.line_of(found[0])
        where = where.rpartition("/")[0]
    return 0


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} … ({len(text) - _LONGEST} tegn til)"
