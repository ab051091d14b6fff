"""What a message looks like, apart from whom it is about: its elements, attributes and code lists, as paths."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from lxml import etree

from conformance.evidence.records import REST, MessageRecord
from conformance.reports.facts import glance
from standards import xml
from standards.envelope import Envelope
from standards.errors import StandardsError
from standards.exchange import Item, Role

_CODE_LIST: Final = "S"
"""The attribute that names the code list of a coded value (HIS 80601:2006)."""


@dataclass(frozen=True)
class Seen:
    """One message in a conversation; `paths` is None where the bytes are not at hand."""

    sender: str
    kind: str
    code: str
    paths: frozenset[str] | None = None

    @property
    def is_from_epj(self) -> bool:
        """Whether the EPJ sent it."""
        return self.sender == Role.EPJ

    @property
    def told(self) -> str:
        """The message in a few words (bokmål)."""
        who = "EPJ" if self.is_from_epj else "Helsenorge"
        return f"{who}: {' '.join(filter(None, (self.kind, self.code)))}"


def of_record(message: MessageRecord) -> Seen:
    """A message as a run keeps it."""
    short = glance(message)
    return Seen(message.sender.value, short.kind, short.code, paths_of(message.raw))


def of_item(item: Item, number: int) -> Seen:
    """A message as an exchange folder keeps it."""
    return of_record(as_record(item, number))


def as_record(item: Item, number: int) -> MessageRecord:
    """An item of an exchange as the evidence would have kept it; what went over REST has an address, no envelope."""
    queue = REST if item.http is not None else ""
    envelope = item.envelope or Envelope()
    time = item.time or datetime.min.replace(tzinfo=UTC)
    return MessageRecord(
        number, "", number, item.sender, item.raw, envelope, time, queue, False, item.deliberate_fault, ""
    )


def paths_of(raw: bytes) -> frozenset[str]:
    """Every path in the document, without numbers; bytes that cannot be read have none."""
    if raw.lstrip()[:1] in (b"{", b"["):
        try:
            return frozenset(_json_paths(json.loads(raw), ""))
        except (ValueError, RecursionError):
            return frozenset()
    try:
        return frozenset(_xml_paths(xml.parse(raw)))
    except StandardsError:
        return frozenset()


def topmost(paths: Iterable[str]) -> list[str]:
    """The paths that have no other of them above; what is below follows from it."""
    kept: list[str] = []
    for path in sorted(paths):
        if not any(path.startswith((f"{above}/", f"{above}@", f"{above} ")) for above in kept):
            kept.append(path)
    return kept


def _xml_paths(root: etree._Element) -> Iterator[str]:
    waiting = [(root, f"/{etree.QName(root).localname}")]
    while waiting:
        element, path = waiting.pop()
        yield path
        for name, value in element.attrib.items():
            local = etree.QName(str(name)).localname
            yield f"{path} ({value!s})" if local == _CODE_LIST else f"{path}@{local}"
        waiting.extend(
            (child, f"{path}/{etree.QName(child).localname}") for child in element if isinstance(child.tag, str)
        )


def _json_paths(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield f"{path}/{key}"
            yield from _json_paths(one, f"{path}/{key}")
    elif isinstance(value, list):
        for one in value:
            yield from _json_paths(one, path)
