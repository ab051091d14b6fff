"""What a message rule sees: one document as a raw tree, with the facts that its codes tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree

from standards import processes
from standards.envelope import Envelope
from standards.errors import StandardsError
from standards.exchange import Role
from standards.fhir import Breach, check, is_json, read_element, read_json
from standards.processes import ActorMessage, Process, Step
from standards.processes.sources import NEWEST
from standards.rules.facts import fact
from standards.rules.register import Kind, Subject
from standards.rules.tree import child, local_name, named, near, node, nodes, text, value, value_of
from standards.schema import SchemaFault
from standards.xml import (
    APPREC_10,
    APPREC_11,
    BASE64,
    CPPA,
    DIALOG_10,
    DIALOG_11,
    FHIR,
    MSGHEAD,
    PASIENTRELASJON,
    XCAL,
    may_name,
    parse,
)

__all__ = [
    "BODIES",
    "FHIR_CONTENT",
    "LARGEST_READ",
    "Message",
    "child",
    "local_name",
    "named",
    "near",
    "node",
    "nodes",
    "read",
    "text",
    "value",
    "value_of",
    "version_of",
]

LARGEST_READ = 40 * 1024 * 1024
"""Bytes; what is larger is never parsed."""

MOST_KEPT = 20_000
"""So that a hostile document is not held twice."""

KINDS = {
    f"{{{MSGHEAD}}}MsgHead": Kind.HODEMELDING,
    f"{{{APPREC_10}}}AppRec": Kind.APPREC,
    f"{{{APPREC_11}}}AppRec": Kind.APPREC,
    f"{{{CPPA}}}CollaborationProtocolProfile": Kind.AGREEMENT,
    f"{{{CPPA}}}CollaborationProtocolAgreement": Kind.AGREEMENT,
}
DIALOGS = tuple(f"{{{namespace}}}Dialogmelding" for namespace in (DIALOG_10, DIALOG_11))
BODIES = ("Foresporsel", "Notat")
RELATION = f"{{{PASIENTRELASJON}}}Pasientrelasjon"
CONTAINER = f"{{{BASE64}}}Base64Container"
REF_DOC, CONTENT, MSG_TYPE = (f"{{{MSGHEAD}}}{name}" for name in ("RefDoc", "Content", "MsgType"))
SUBJECTS: Mapping[str, Subject] = {
    "Pasientrelasjon": "relation",
    "HelsepersonelListe": "practitioners",
    "TjenesteOversikt": "services",
}
"""Local name of a payload → what a rule may be about."""
ICALENDAR, VEVENT = f"{{{XCAL}}}icalendar", f"{{{XCAL}}}vevent"
FHIR_CONTENT = "mh:Document/mh:RefDoc/mh:Content/f:*"


class Part(NamedTuple):
    """A RefDoc, read in one walk."""

    ref_doc: etree._Element
    kind: str
    """The code of MsgType."""
    payloads: list[etree._Element]
    """What stands in Content."""

    @property
    def is_file(self) -> bool:
        """Whether it carries a file or says that it does."""
        return self.kind == "A" or any(item.tag == CONTAINER for item in self.payloads)


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

    kept: tuple[etree._Element, ...] = field(default=(), repr=False, compare=False)
    """Elements held on to: lxml makes one that nobody holds anew, name and all, at every step past it."""

    @property
    def size(self) -> int:
        """Bytes of the whole message."""
        return len(self.raw) if self.length is None else self.length

    @fact
    def kind(self) -> Kind:
        """Hodemelding, AppRec, something else, or not readable."""
        if self.unreadable is not None:
            return Kind.UNREADABLE
        tag = str(self.root.tag)
        if tag.startswith(f"{{{FHIR}}}"):
            return Kind.FHIR
        return KINDS.get(tag, Kind.OTHER)

    @fact
    def breaches(self) -> tuple[Breach, ...]:
        """What in the FHIR resource breaks R4 itself."""
        return () if self.resource is None else check(self.resource)

    @fact
    def info(self) -> etree._Element:
        """MsgInfo, or the root when it is missing."""
        found = node(self.root, "mh:MsgInfo")
        return self.root if found is None else found

    @fact
    def head(self) -> dict[str, etree._Element]:
        """The first child of each name in MsgInfo; in a receipt, in the whole of it."""
        return named(self.info, "*" if self.kind is Kind.APPREC else MSGHEAD)

    @fact
    def type(self) -> str:
        """The code of kodeverk 8279; `CPP` or `CPA` for a profile or an agreement, the name of a FHIR resource."""
        if self.kind is Kind.FHIR:
            return str((self.resource or {}).get("resourceType", ""))
        if self.kind is Kind.AGREEMENT:
            return "CPP" if local_name(self.root).endswith("Profile") else "CPA"
        if self.kind is Kind.APPREC:
            return value_of(self.head.get("MsgType"))
        return value_of(self._in_head("Type")) if self.kind is Kind.HODEMELDING else ""

    @fact
    def msg_id(self) -> str:
        """MsgId of a Hodemelding, Id of an AppRec, the id of a profile, an agreement or a FHIR resource."""
        if self.kind is Kind.FHIR:
            return str((self.resource or {}).get("id", ""))
        if self.kind is Kind.AGREEMENT:
            return (self.root.get(f"{{{CPPA}}}cppid") or self.root.get(f"{{{CPPA}}}cpaid") or "").strip()
        if self.kind is Kind.APPREC:
            return text(self.head.get("Id"))
        return text(self._in_head("MsgId")) if self.kind is Kind.HODEMELDING else ""

    def _in_head(self, name: str) -> etree._Element | None:
        found = None if self.info is self.root else self.head.get(name)
        return node(self.root, f"mh:MsgInfo/mh:{name}") if found is None else found

    @property
    def elements(self) -> Iterable[etree._Element]:
        """Every element, in document order."""
        return self.kept if 0 < len(self.kept) < MOST_KEPT else self.root.iter("*")

    @fact
    def documents(self) -> list[etree._Element]:
        """The Document elements."""
        return nodes(self.root, "mh:Document")

    @fact
    def parts(self) -> list[Part]:
        """The RefDoc of each Document, with what it holds."""
        return [_part(found) for document in self.documents for found in document if found.tag == REF_DOC]

    @fact
    def ref_docs(self) -> list[etree._Element]:
        """The RefDoc of each Document."""
        return [part.ref_doc for part in self.parts]

    @fact
    def payloads(self) -> list[etree._Element]:
        """What stands in the Content of each RefDoc."""
        return [item for part in self.parts for item in part.payloads]

    @fact
    def containers(self) -> list[etree._Element]:
        """The payloads that are files."""
        return [item for item in self.payloads if item.tag == CONTAINER]

    @fact
    def files(self) -> list[etree._Element]:
        """The RefDoc elements that carry a file or say that they do."""
        return [part.ref_doc for part in self.parts if part.is_file]

    @fact
    def dialogs(self) -> list[etree._Element]:
        """Every Dialogmelding, whatever Document and version."""
        return [item for item in self.payloads if item.tag in DIALOGS]

    @fact
    def bodies(self) -> list[etree._Element]:
        """Foresporsel and Notat directly under the Dialogmelding."""
        return [item for dialog in self.dialogs for item in dialog.iterchildren("*") if local_name(item) in BODIES]

    @fact
    def body(self) -> etree._Element | None:
        """The first Foresporsel or Notat."""
        return self.bodies[0] if self.bodies else None

    @fact
    def element(self) -> str:
        """`Foresporsel`, `Notat` or empty."""
        return "" if self.body is None else local_name(self.body)

    @fact
    def fields_of(self) -> list[dict[str, etree._Element]]:
        """The first child of each local name in each Foresporsel and Notat."""
        return [named(body) for body in self.bodies]

    @fact
    def fields(self) -> dict[str, etree._Element]:
        """The same of the first of them."""
        return self.fields_of[0] if self.fields_of else {}

    @fact
    def coded(self) -> etree._Element | None:
        """TypeForesp or TemaKodet."""
        return self.fields.get("TypeForesp" if self.element == "Foresporsel" else "TemaKodet")

    @fact
    def code(self) -> str:
        """The code of TypeForesp or TemaKodet."""
        return value_of(self.coded)

    @fact
    def process(self) -> Process | None:
        """The process, when the catalogue has its steps and the source profile knows it; a misprint reads as meant."""
        name = processes.MISPRINTED.get(self.type, self.type)
        found = processes.find(name) if self.kind is Kind.HODEMELDING else None
        return found if found is not None and found.known_in(self.profile) else None

    @fact
    def dialog_version(self) -> str:
        """`1.1` or `1.0` by the namespace of the first Dialogmelding; empty when there is none."""
        return version_of(self.dialogs[0]) if self.dialogs else ""

    @fact
    def actor(self) -> ActorMessage | None:
        """What is known of a message between health actors."""
        return processes.BETWEEN_ACTORS.get(self.type)

    @fact
    def between_actors(self) -> bool:
        """Whether it is a message between health actors, which the Helsenorge guide says nothing of."""
        return self.actor is not None

    @fact
    def coded_steps(self) -> tuple[Step, ...]:
        """The steps that this element and code may be, from either side."""
        if self.process is None:
            return ()
        return _steps(self.process.code, self.element, self.code, self.dialog_version, self.profile)

    @fact
    def direction(self) -> Role | None:
        """Who sent it: a given fact, else what the codes tell, else the hint."""
        if self.sender is not None:
            return self.sender
        sides = {step.sender for step in self.coded_steps}
        return next(iter(sides)) if len(sides) == 1 else self.hint

    @fact
    def step(self) -> Step | None:
        """The step of the process that this message is."""
        if len(self.coded_steps) == 1 and self.direction is None:
            return self.coded_steps[0]
        return next((step for step in self.coded_steps if step.sender is self.direction), None)

    @fact
    def synchronous(self) -> bool | None:
        """Whether it is answered in real time; None when the codes do not tell."""
        if self.process is None:
            return False if self.between_actors else None
        steps = [step for step in self.coded_steps if self.direction in (None, step.sender)] or self.process.steps
        modes = {self.process.synchronous or step.synchronous for step in steps}
        return modes.pop() if len(modes) == 1 else None

    @fact
    def parent(self) -> str:
        """RefToParent."""
        return self._reference("RefToParent")

    @fact
    def conversation(self) -> str:
        """RefToConversation."""
        return self._reference("RefToConversation")

    def _reference(self, name: str) -> str:
        near_by = None if self.info is self.root else self.head.get("ConversationRef")
        found = None if near_by is None else node(near_by, f"mh:{name}")
        return text(node(self.root, f"mh:MsgInfo/mh:ConversationRef/mh:{name}") if found is None else found)

    @fact
    def original(self) -> str:
        """In an AppRec: MsgId of the message that it is about."""
        return text(node(self.root, "*[local-name()='OriginalMsgId']/*[local-name()='Id']"))

    @fact
    def relations(self) -> list[etree._Element]:
        """Every Pasientrelasjon."""
        return [item for item in self.payloads if item.tag == RELATION]

    @fact
    def calendars(self) -> list[etree._Element]:
        """Every icalendar."""
        return [item for item in self.payloads if item.tag == ICALENDAR]

    @fact
    def subjects(self) -> tuple[Subject, ...]:
        """What there is of that which a rule may be about."""
        there: list[Subject] = ["resource"] if self.resource is not None else []
        if self.kind is Kind.HODEMELDING:
            there += [subject for item in self.payloads if (subject := SUBJECTS.get(local_name(item)))]
            there += ["event"] if self.events else []
            there += ["file"] if self.files else []
            there += ["role"] if any(processes.ROLES in fields for fields in self.fields_of) else []
        return tuple(sorted(set(there))) if len(there) > 1 else tuple(there)

    @fact
    def events(self) -> list[etree._Element]:
        """Every vevent."""
        return [found for calendar in self.calendars for found in calendar.iter(VEVENT)]


def version_of(dialog: etree._Element) -> str:
    """`1.1` or `1.0`, by the namespace of a Dialogmelding."""
    return "1.1" if dialog.tag == DIALOGS[1] else "1.0"


def _part(ref_doc: etree._Element) -> Part:
    kind: etree._Element | None = None
    payloads: list[etree._Element] = []
    for item in ref_doc:
        if item.tag == CONTENT:
            payloads += item.iterchildren("*")
        elif item.tag == MSG_TYPE and kind is None:
            kind = item
    return Part(ref_doc, value_of(kind), payloads)


@lru_cache(maxsize=1024)
def _steps(process: str, element: str, code: str, dialog: str, profile: str) -> tuple[Step, ...]:
    found = processes.CATALOGUE[process]
    return tuple(
        step
        for step in found.steps
        if (step.element, step.code) == (element, code) and step.dialog in {"", dialog} and found.has_had(step, profile)
    )


def read(
    raw: bytes,
    *,
    sender: Role | None = None,
    hint: Role | None = None,
    envelope: Envelope | None = None,
    profile: str = NEWEST,
    length: int | None = None,
) -> Message:
    """Parse one document; what cannot be read is a message too, with the reason."""
    try:
        root, resource = _read_json(raw) if is_json(raw) else _read_xml(raw)
        return Message(raw, root, None, sender, hint, envelope, profile, (), length, resource, _kept(root))
    except StandardsError as error:
        return Message(raw, etree.Element("uleselig"), error, sender, hint, envelope, profile, (), length)


def _kept(root: etree._Element) -> tuple[etree._Element, ...]:
    return tuple(islice(root.iter("*"), MOST_KEPT))


def _read_json(raw: bytes) -> tuple[etree._Element, dict[str, Any]]:
    return etree.Element(f"{{{FHIR}}}json"), read_json(raw)


def _read_xml(raw: bytes) -> tuple[etree._Element, dict[str, Any] | None]:
    root = parse(raw, max_bytes=LARGEST_READ)
    if not may_name(raw, FHIR):
        return root, None
    found = root if etree.QName(root).namespace == FHIR else node(root, FHIR_CONTENT)
    return root, None if found is None else read_element(found)
