"""Help for faults that change what is written: the XML of outgoing messages, one element at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from lxml import etree

from simulator.faults.fault import Act, Case
from simulator.journal.hooks import Outgoing
from simulator.journal.outbox import REST
from standards import xml
from standards.envelope import Envelope
from standards.fhir import write_json

MESSAGE, ANSWER, RECEIPT, ERROR = "melding", "svar", "apprec", "feil"
Change = Callable[[Case, etree._Element], object]
"""Changes a document in place; gives something true where it did."""


def writing(*kinds: str, change: Change) -> Act:
    """An act that changes the XML of every outgoing message of these kinds."""

    def act(case: Case, value: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
        return each(value, lambda out: written(case, out, change) if out.kind in kinds else out)

    return act


def each(value: tuple[Outgoing, ...], change: Callable[[Outgoing], Outgoing]) -> tuple[Outgoing, ...]:
    """Change each message; the very same tuple when none was. What goes over REST is no message."""
    after = tuple(out if out.queue == REST else change(out) for out in value)
    return value if all(new is old for new, old in zip(after, value, strict=True)) else after


def putting(change: Callable[[Case, dict[str, Any]], object]) -> Act:
    """An act that changes every resource put over REST, in place; a change that gives something true did it.

    The address that it is put at follows its id.
    """

    def put_anew(case: Case, out: Outgoing) -> Outgoing:
        resource = json.loads(out.raw)
        if not change(case, resource):
            return out
        return replace(out, raw=write_json(resource), envelope=with_properties(out.envelope, to=str(resource["id"])))

    def act(case: Case, value: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
        after = tuple(put_anew(case, out) if out.queue == REST else out for out in value)
        return value if after == value else after

    return act


def written(case: Case, out: Outgoing, change: Change) -> Outgoing:
    """The message with its XML changed, or the very same. The journal knows it by the MsgId that it then has."""
    root = xml.parse(out.raw)
    if not change(case, root):
        return out
    msg_id = text(root, "{*}MsgInfo/{*}MsgId") or text(root, "{*}Id") or out.msg_id
    return replace(out, raw=as_bytes(root), msg_id=msg_id)


def as_bytes(root: etree._Element) -> bytes:
    """The document as it is sent."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def text(root: etree._Element, path: str) -> str:
    """The text of the first element there, or an empty one."""
    return root.findtext(path) or ""


def put(root: etree._Element, path: str, new: str) -> bool:
    """Give the first element there another text; whether there was one."""
    found = root.find(path)
    if found is None or found.text == new:
        return False
    found.text = new
    return True


def drop(root: etree._Element, path: str) -> bool:
    """Take away every element there; whether there was any."""
    found = root.findall(path)
    for element in found:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return bool(found)


def code(root: etree._Element) -> str:
    """TypeForesp or TemaKodet of the message, or an empty text."""
    for path in (".//{*}TypeForesp", ".//{*}TemaKodet"):
        found = root.find(path)
        if found is not None:
            return found.get("V", "")
    return ""


def is_note(root: etree._Element) -> bool:
    """Whether the message is a Notat: an answer."""
    return root.find(".//{*}TemaKodet") is not None


def another(case: Case, out: Outgoing) -> Outgoing:
    """The same content once more, as a message of its own: new MsgId and new message-id."""
    number = new_id(case)

    def renumber(_: Case, root: etree._Element) -> bool:
        return put(root, "{*}MsgInfo/{*}MsgId", number) or put(root, "{*}Id", number)

    return replace(written(case, out, renumber), envelope=with_message_id(out.envelope, new_id(case)))


def with_message_id(envelope: Envelope, message_id: str) -> Envelope:
    """The envelope under another message-id."""
    same = envelope.correlation_id == envelope.message_id
    changes = {"message_id": message_id, **({"correlation_id": message_id} if same else {})}
    return with_properties(envelope, **changes)


def with_properties(envelope: Envelope, **changes: str) -> Envelope:
    """The envelope with other properties."""
    return replace(envelope, properties=MappingProxyType({**envelope.properties, **changes}))


def new_id(case: Case) -> str:
    """A new UUID."""
    return case.unit.new_id()
