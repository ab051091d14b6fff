"""What a message rule sees: one document as a raw tree, with the facts that its codes tell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, cast

from lxml import etree

from standards import processes
from standards.envelope import Envelope
from standards.errors import StandardsError
from standards.exchange import Role
from standards.fhir import is_json, read_element, read_json
from standards.processes import ActorMessage, Process, Step
from standards.processes.sources import NEWEST
from standards.rules.register import Kind
from standards.schema import SchemaFault
from standards.xml import APPREC_10, APPREC_11, DIALOG_10, DIALOG_11, FHIR, MSGHEAD, NS, parse

LARGEST_READ = 40 * 1024 * 1024
"""Bytes; what is larger is never parsed."""

FHIR_CONTENT = "mh:Document/mh:RefDoc/mh:Content/f:*"
_PREFIXES = dict(NS)


@lru_cache(maxsize=512)
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces=_PREFIXES)


def nodes(root: etree._Element, path: str) -> list[etree._Element]:
    """The elements at an XPath with the prefixes of `NS`."""
    found = _compiled(path)(root)
    return cast("list[etree._Element]", found) if isinstance(found, list) else []


def node(root: etree._Element, path: str) -> etree._Element | None:
    """The first element at an XPath."""
    return next(iter(nodes(root, path)), None)


def near(root: etree._Element, path: str) -> etree._Element:
    """The first element at an XPath, or the root itself: where to point when something is missing."""
    found = node(root, path)
    return root if found is None else found


def text(element: etree._Element | None) -> str:
    """All text in an element, trimmed; empty when there is no element."""
    if element is None:
        return ""
    if not len(element):
        return (element.text or "").strip()
    return "".join(str(part) for part in element.itertext()).strip()


def value(root: etree._Element, path: str) -> str:
    """The V attribute at an XPath, trimmed; empty when missing."""
    found = node(root, path)
    return "" if found is None else (found.get("V") or "").strip()


@dataclass(frozen=True)
class Message:
    """One document; `sender` is a fact from outside, `hint` only helps when the codes do not tell the direction."""

    raw: bytes
    root: etree._Element
    unreadable: StandardsError | None = None
    sender: Role | None = None
    hint: Role | None = None
    envelope: Envelope | None = None
    profile: str = NEWEST
    schema_faults: tuple[SchemaFault, ...] = ()
    length: int | None = None
    """Bytes of the whole message, when `raw` is only its beginning."""
    resource: dict[str, Any] | None = None
    """The FHIR resource in its JSON form: the document itself, or what a Hodemelding carries."""

    @property
    def size(self) -> int:
        """Bytes of the whole message."""
        return len(self.raw) if self.length is None else self.length

    @cached_property
    def kind(self) -> Kind:
        """Hodemelding, AppRec, something else, or not readable."""
        if self.unreadable is not None:
            return Kind.UNREADABLE
        name = etree.QName(self.root)
        if name.namespace == FHIR:
            return Kind.FHIR
        if (name.namespace, name.localname) == (MSGHEAD, "MsgHead"):
            return Kind.HODEMELDING
        if name.localname == "AppRec" and name.namespace in {APPREC_10, APPREC_11}:
            return Kind.APPREC
        return Kind.OTHER

    @cached_property
    def info(self) -> etree._Element:
        """MsgInfo, or the root when it is missing."""
        found = node(self.root, "mh:MsgInfo")
        return self.root if found is None else found

    @cached_property
    def type(self) -> str:
        """The code of kodeverk 8279."""
        if self.kind is Kind.APPREC:
            return value(self.root, "*[local-name()='MsgType']")
        return value(self.root, "mh:MsgInfo/mh:Type") if self.kind is Kind.HODEMELDING else ""

    @cached_property
    def msg_id(self) -> str:
        """MsgId of a Hodemelding, Id of an AppRec."""
        if self.kind is Kind.APPREC:
            return text(node(self.root, "*[local-name()='Id']"))
        return text(node(self.root, "mh:MsgInfo/mh:MsgId")) if self.kind is Kind.HODEMELDING else ""

    @cached_property
    def documents(self) -> list[etree._Element]:
        """The Document elements."""
        return nodes(self.root, "mh:Document")

    @cached_property
    def dialogs(self) -> list[etree._Element]:
        """Every Dialogmelding, whatever Document and version."""
        payloads = nodes(self.root, "mh:Document/mh:RefDoc/mh:Content/*[local-name()='Dialogmelding']")
        return [item for item in payloads if etree.QName(item).namespace in {DIALOG_10, DIALOG_11}]

    @cached_property
    def bodies(self) -> list[etree._Element]:
        """Foresporsel and Notat directly under the Dialogmelding."""
        return [item for dialog in self.dialogs for item in dialog if isinstance(item.tag, str) and _is_body(item)]

    @cached_property
    def body(self) -> etree._Element | None:
        """The first Foresporsel or Notat."""
        return next(iter(self.bodies), None)

    @cached_property
    def element(self) -> str:
        """`Foresporsel`, `Notat` or empty."""
        return "" if self.body is None else str(etree.QName(self.body).localname)

    @cached_property
    def coded(self) -> etree._Element | None:
        """TypeForesp or TemaKodet."""
        name = "TypeForesp" if self.element == "Foresporsel" else "TemaKodet"
        return None if self.body is None else child(self.body, name)

    @cached_property
    def code(self) -> str:
        """The code of TypeForesp or TemaKodet."""
        return "" if self.coded is None else (self.coded.get("V") or "").strip()

    @cached_property
    def process(self) -> Process | None:
        """The process, when the catalogue has its steps and the source profile knows it."""
        found = processes.find(self.type) if self.kind is Kind.HODEMELDING else None
        return found if found is not None and found.known_in(self.profile) else None

    @cached_property
    def dialog_version(self) -> str:
        """`1.1` or `1.0` by the namespace of the first Dialogmelding; empty when there is none."""
        if not self.dialogs:
            return ""
        return "1.1" if etree.QName(self.dialogs[0]).namespace == DIALOG_11 else "1.0"

    @cached_property
    def actor(self) -> ActorMessage | None:
        """What is known of a message between health actors."""
        return processes.BETWEEN_ACTORS.get(self.type)

    @property
    def between_actors(self) -> bool:
        """Whether it is a message between health actors, which the Helsenorge guide says nothing of."""
        return self.actor is not None

    @cached_property
    def coded_steps(self) -> tuple[Step, ...]:
        """The steps that this element and code may be, from either side."""
        process = self.process
        if process is None:
            return ()
        return tuple(
            step
            for step in process.steps
            if (step.element, step.code) == (self.element, self.code)
            and step.dialog in {"", self.dialog_version}
            and process.has_had(step, self.profile)
        )

    @cached_property
    def direction(self) -> Role | None:
        """Who sent it: a given fact, else what the codes tell, else the hint."""
        sides = {step.sender for step in self.coded_steps}
        if self.sender is not None:
            return self.sender
        return next(iter(sides)) if len(sides) == 1 else self.hint

    @cached_property
    def step(self) -> Step | None:
        """The step of the process that this message is."""
        if len(self.coded_steps) == 1 and self.direction is None:
            return self.coded_steps[0]
        return next((step for step in self.coded_steps if step.sender is self.direction), None)

    @cached_property
    def synchronous(self) -> bool | None:
        """Whether it is answered in real time; None when the codes do not tell."""
        if self.process is None:
            return False if self.between_actors else None
        steps = [step for step in self.coded_steps if self.direction in (None, step.sender)] or self.process.steps
        modes = {self.process.synchronous or step.synchronous for step in steps}
        return modes.pop() if len(modes) == 1 else None

    @cached_property
    def parent(self) -> str:
        """RefToParent."""
        return text(node(self.root, "mh:MsgInfo/mh:ConversationRef/mh:RefToParent"))

    @cached_property
    def conversation(self) -> str:
        """RefToConversation."""
        return text(node(self.root, "mh:MsgInfo/mh:ConversationRef/mh:RefToConversation"))

    @cached_property
    def original(self) -> str:
        """In an AppRec: MsgId of the message that it is about."""
        return text(node(self.root, "*[local-name()='OriginalMsgId']/*[local-name()='Id']"))

    @cached_property
    def relations(self) -> list[etree._Element]:
        """Every Pasientrelasjon."""
        return nodes(self.root, "mh:Document/mh:RefDoc/mh:Content/pr:Pasientrelasjon")

    @cached_property
    def calendars(self) -> list[etree._Element]:
        """Every icalendar."""
        return nodes(self.root, "mh:Document/mh:RefDoc/mh:Content/x:icalendar")

    @cached_property
    def events(self) -> list[etree._Element]:
        """Every vevent."""
        return nodes(self.root, "mh:Document/mh:RefDoc/mh:Content/x:icalendar//x:vevent")


def child(parent: etree._Element, name: str) -> etree._Element | None:
    """The first child with that local name."""
    return next((item for item in parent.iterchildren(etree.Element) if etree.QName(item).localname == name), None)


def _is_body(element: etree._Element) -> bool:
    return etree.QName(element).localname in {"Foresporsel", "Notat"}


def read(
    raw: bytes,
    *,
    sender: Role | None = None,
    hint: Role | None = None,
    envelope: Envelope | None = None,
    profile: str = NEWEST,
) -> Message:
    """Parse one document; what cannot be read is a message too, with the reason."""
    try:
        root, resource = _read_json(raw) if is_json(raw) else _read_xml(raw)
        return Message(raw, root, None, sender, hint, envelope, profile, resource=resource)
    except StandardsError as error:
        return Message(raw, etree.Element("uleselig"), error, sender, hint, envelope, profile)


def _read_json(raw: bytes) -> tuple[etree._Element, dict[str, Any]]:
    return etree.Element(f"{{{FHIR}}}json"), read_json(raw)


def _read_xml(raw: bytes) -> tuple[etree._Element, dict[str, Any] | None]:
    root = parse(raw, max_bytes=LARGEST_READ)
    if FHIR.encode() not in raw:
        return root, None
    found = root if etree.QName(root).namespace == FHIR else node(root, FHIR_CONTENT)
    return root, None if found is None else read_element(found)
