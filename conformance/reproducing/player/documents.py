"""What came, as leaves that can be laid beside each other; reads no external entities and no document types."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from .values import Difference, Values

REST, ERRORS = "rest", "error"
RECEIPT, MESSAGE, FAILURE, PUT, UNREADABLE = "kvittering", "melding", "feilkø", "time lagt over REST", "uleselig"
_CODED = ("TypeForesp", "TemaKodet")
Leaves = dict[str, tuple[str, str]]
"""Path → the name of what stands there, and its value."""


@dataclass(frozen=True)
class Document:
    """One message: body, envelope in its JSON form, and the queue it came on."""

    raw: bytes
    envelope: Mapping[str, Any]
    queue: str

    @property
    def kind(self) -> str:
        """What it is, in the words of the report."""
        if self.queue == REST:
            return PUT
        if self.field("errorCondition"):
            return FAILURE
        root = _root(self.raw)
        return UNREADABLE if root is None else RECEIPT if _local(root.tag) == "AppRec" else MESSAGE

    @property
    def type(self) -> str:
        """The process, as the document says it."""
        return self._first("Type", "@V") or str(self.envelope.get("properties", {}).get("subject", ""))

    @property
    def code(self) -> str:
        """What it says: the code of the dialog, the status of a receipt, the error of the error queue."""
        if self.kind == RECEIPT:
            return self._first("Status", "@V")
        if self.kind == FAILURE:
            return self.field("errorCondition")
        return next((found for name in _CODED if (found := self._first(name, "@V"))), "")

    @property
    def about(self) -> str:
        """The id of the message that it answers, for receipts and errors."""
        if self.kind == FAILURE:
            return self.field("originalMessageId")
        root = _root(self.raw) if self.kind == RECEIPT else None
        found = (
            next((one for one in root.iter() if _local(one.tag) == "OriginalMsgId"), None) if root is not None else None
        )
        return next((one.text or "" for one in found if _local(one.tag) == "Id"), "") if found is not None else ""

    @property
    def msg_id(self) -> str:
        """MsgId, or the id of a receipt."""
        return self._first("MsgId", "") or self._first("Id", "")

    @property
    def message_id(self) -> str:
        """The id of the delivery."""
        return str(self.envelope.get("properties", {}).get("message_id", ""))

    @property
    def correlation(self) -> str:
        """The id of the question that an answer in real time is to."""
        return str(self.envelope.get("properties", {}).get("correlation_id", ""))

    def field(self, name: str) -> str:
        """An application property of the envelope."""
        return str(self.envelope.get("application_properties", {}).get(name, ""))

    def told(self) -> str:
        """In a few words (bokmål)."""
        words = [self.kind, self.type.removeprefix("DIALOG_") if self.kind == MESSAGE else "", f"kode {self.code}"]
        return " ".join(word for word in words if word not in ("", "kode "))

    def leaves(self) -> Leaves:
        """Everything in it, by place."""
        found: Leaves = {}
        for part in ("properties", "application_properties"):
            for name, value in self.envelope.get(part, {}).items():
                found[f"konvolutt/{name}"] = (name, str(value))
        root = _root(self.raw)
        if root is not None:
            found.update(_of_xml(root, f"/{_local(root.tag)}"))
        elif self.raw.strip()[:1] in (b"{", b"["):
            found.update(_of_json(_json(self.raw), ""))
        else:
            found["innhold"] = ("innhold", self.raw.decode("utf-8", "replace"))
        return found

    def _first(self, name: str, attribute: str) -> str:
        root = _root(self.raw)
        found = next((one for one in root.iter() if _local(one.tag) == name), None) if root is not None else None
        if found is None:
            return ""
        return (found.get(attribute[1:], "") if attribute else found.text or "").strip()


def differences(then: Document, now: Document, values: Values) -> list[Difference]:
    """Where what came now says something else than what came then."""
    before, after = then.leaves(), now.leaves()
    found = []
    for where in dict.fromkeys((*before, *after)):
        name = (before.get(where) or after[where])[0]
        was, is_now = before.get(where, ("", ""))[1], after.get(where, ("", ""))[1]
        if (where in before) != (where in after) or not values.same(name, was, is_now):
            found.append(Difference(where, was, is_now))
    return found


def leaves_of(value: Any) -> Leaves:
    """The leaves of what JSON carries."""
    return dict(_of_json(value, ""))


def _root(raw: bytes) -> ElementTree.Element | None:
    if b"<!DOCTYPE" in raw or b"<" not in raw[:200]:
        return None
    try:
        return ElementTree.fromstring(raw)  # noqa: S314  no document type, so no entities
    except (ElementTree.ParseError, ValueError, LookupError):
        return None


def _of_xml(element: ElementTree.Element, path: str) -> Iterator[tuple[str, tuple[str, str]]]:
    name = _local(element.tag)
    for key, value in element.attrib.items():
        yield f"{path}/@{_local(key)}", (name if _local(key) == "V" else _local(key), value)
    if text := (element.text or "").strip():
        yield path, (_named(name, path), text)
    count: dict[str, int] = {}
    for child in element:
        tag = _local(child.tag)
        count[tag] = count.get(tag, 0) + 1
        yield from _of_xml(child, f"{path}/{tag}" + (f"[{count[tag]}]" if count[tag] > 1 else ""))
    if not element.attrib and not text and not len(element):
        yield path, (name, "")


def _named(name: str, path: str) -> str:
    """The id of a receipt, and of what it is about, stand in elements that are named as all others."""
    receipts = name == "Id" and path in ("/AppRec/Id", "/AppRec/OriginalMsgId/Id")
    if receipts:
        return "MsgId"
    return "uid" if name == "text" and path.endswith("/uid/text") else name


def _of_json(value: Any, path: str) -> Iterator[tuple[str, tuple[str, str]]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _of_json(each, f"{path}/{key}")
    elif isinstance(value, list):
        for number, each in enumerate(value, start=1):
            yield from _of_json(each, f"{path}[{number}]")
    else:
        yield path, (path.rpartition("/")[2], json.dumps(value) if not isinstance(value, str) else value)


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return raw.decode("utf-8", "replace")


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]
