"""What a message says, read with XPath from its raw tree; whatever is missing reads as an empty text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from lxml import etree

from conformance.lasting import end_of
from standards import fhir, xml
from standards.codes import Code
from standards.envelope import Envelope
from standards.errors import StandardsError
from wire.bus import MAX_BODY_BYTES, Carried

if TYPE_CHECKING:
    from standards.cms import CmsFault

Kind = Literal["melding", "apprec", "feilkø", "uleselig"]

_APPRECS: Final = frozenset({f"{{{xml.APPREC_10}}}AppRec", f"{{{xml.APPREC_11}}}AppRec"})
_INFO: Final = "/mh:MsgHead/mh:MsgInfo"
_DIALOG: Final = "(//d11:Dialogmelding|//d10:Dialogmelding)[1]"
_EVENT: Final = "(//x:vevent)[1]/x:properties"
_PATHS: Final[Mapping[str, str]] = {
    "type": f"{_INFO}/mh:Type/@V",
    "msg_id": f"{_INFO}/mh:MsgId",
    "gen_date": f"{_INFO}/mh:GenDate",
    "ack": f"{_INFO}/mh:Ack/@V",
    "parent": f"{_INFO}/mh:ConversationRef/mh:RefToParent",
    "conversation": f"{_INFO}/mh:ConversationRef/mh:RefToConversation",
    "patient_id": f"{_INFO}/mh:Patient/mh:Ident/mh:Id",
    "sender_her_id": f"{_INFO}/mh:Sender/mh:Organisation/*[self::mh:Organisation or self::mh:HealthcareProfessional]"
    "/mh:Ident[mh:TypeId/@V='HER']/mh:Id",
    "receiver_her_id": f"{_INFO}/mh:Receiver/mh:Organisation"
    "/*[self::mh:Organisation or self::mh:HealthcareProfessional]/mh:Ident[mh:TypeId/@V='HER']/mh:Id",
    "subject": f"{_DIALOG}//*[local-name()='EmneSporsmal' or local-name()='Tema']",
    "text": f"{_DIALOG}//*[local-name()='Sporsmal' or local-name()='TekstNotatInnhold']",
    "acting_id": "(//pr:Pasientrelasjon)[1]//*[local-name()='Ident']/*[local-name()='Id']",
    "acting_relation": "(//pr:Pasientrelasjon)[1]/pr:Relasjon/@V",
    "uid": f"{_EVENT}/x:uid/x:text",
    "related_to": f"{_EVENT}/x:related-to/*[self::x:text or self::x:uri or self::x:uid]",
    "related_form": f"local-name({_EVENT}/x:related-to/*[self::x:text or self::x:uri or self::x:uid])",
    "start": f"{_EVENT}/x:dtstart/x:date-time",
    "end": f"{_EVENT}/x:dtend/x:date-time",
    "location": f"{_EVENT}/x:location/x:text",
    "summary": f"{_EVENT}/x:summary/x:text",
    "contact": f"{_EVENT}/x:contact/x:text",
    "status": f"{_EVENT}/x:status/x:text",
    "original_msg_id": "/*/*[local-name()='OriginalMsgId']/*[local-name()='Id']",
    "apprec_status": "/*/*[local-name()='Status']/@V",
    "apprec_id": "/*/*[local-name()='Id']",
}


@dataclass(frozen=True, eq=False)
class Inbound:
    """One message from the EPJ. `number` is its number in the run, `item` its index in the scenario's exchange.

    `root` is None when the bytes are no XML that we accept; `problem` then says why (bokmål).
    """

    raw: bytes
    envelope: Envelope
    queue: str = "async"
    root: etree._Element | None = None
    problem: str = ""
    number: int = 0
    item: int = -1
    carried: Carried | None = None
    """How it was protected on the bus, and what was wrong with that."""

    def why_unopened(self) -> CmsFault | None:
        """What was wrong with how it was signed and encrypted; then there is no document."""
        return self.carried.fault if self.carried else None

    def text_at(self, path: str) -> str:
        """The trimmed text of an XPath with the prefixes of `standards.xml.NS`; empty when nothing is there."""
        if self.root is None:
            return ""
        return str(self.root.xpath(f"string({path})", namespaces=dict(xml.NS))).strip()

    def elements(self, path: str) -> tuple[etree._Element, ...]:
        """The elements at an XPath."""
        found = [] if self.root is None else self.root.xpath(path, namespaces=dict(xml.NS))
        return tuple(item for item in found if isinstance(item, etree._Element)) if isinstance(found, list) else ()

    @cached_property
    def _facts(self) -> Mapping[str, str]:
        return {name: self.text_at(path) for name, path in _PATHS.items()}

    @cached_property
    def kind(self) -> Kind:
        """What it is: a business message, a receipt, a message of the error queue, or none of them."""
        if self.envelope.is_error or self.queue == "error":
            return "feilkø"
        tag = "" if self.root is None else str(self.root.tag)
        if tag == f"{{{xml.MSGHEAD}}}MsgHead":
            return "melding"
        return "apprec" if tag in _APPRECS else "uleselig"

    @property
    def type(self) -> str:
        """MsgInfo/Type, the process code; of a receipt `APPREC`."""
        return "APPREC" if self.kind == "apprec" else self._facts["type"]

    @property
    def msg_id(self) -> str:
        """MsgId; of a receipt its own Id."""
        return self._facts["apprec_id"] if self.kind == "apprec" else self._facts["msg_id"]

    @property
    def gen_date(self) -> str:
        """GenDate as it stands."""
        return self._facts["gen_date"]

    @property
    def ack(self) -> str:
        """Ack: J, N or F."""
        return self._facts["ack"]

    @cached_property
    def element(self) -> str:
        """`Foresporsel` or `Notat`, whichever the Dialogmelding holds first."""
        return self.text_at(f"local-name({_DIALOG}/*[local-name()='Foresporsel' or local-name()='Notat'][1])")

    @cached_property
    def _code(self) -> tuple[str, str]:
        tag = "TypeForesp" if self.element == "Foresporsel" else "TemaKodet"
        path = f"{_DIALOG}/*[local-name()='{self.element}'][1]/*[local-name()='{tag}'][1]"
        return (self.text_at(f"{path}/@V"), self.text_at(f"{path}/@S")) if self.element else ("", "")

    @property
    def code(self) -> str:
        """TypeForesp or TemaKodet."""
        return self._code[0]

    @property
    def kodeverk_oid(self) -> str:
        """The OID that stands with the code."""
        return self._code[1]

    @property
    def parent(self) -> str:
        """RefToParent."""
        return self._facts["parent"]

    @property
    def conversation(self) -> str:
        """RefToConversation."""
        return self._facts["conversation"]

    @property
    def thread(self) -> str:
        """MsgId of the first message of the thread: RefToConversation, or its own MsgId."""
        return self.conversation or self.msg_id

    @property
    def patient_id(self) -> str:
        """National id of the patient."""
        return self._facts["patient_id"]

    @property
    def sender_her_id(self) -> str:
        """HER-id of the sender on level 2, as the document says."""
        return self._facts["sender_her_id"]

    @property
    def receiver_her_id(self) -> str:
        """HER-id of the receiver on level 2, as the document says."""
        return self._facts["receiver_her_id"]

    @property
    def subject(self) -> str:
        """EmneSporsmal or Tema."""
        return self._facts["subject"]

    @property
    def text(self) -> str:
        """Sporsmal or TekstNotatInnhold, without markup."""
        return self._facts["text"]

    @property
    def acting_id(self) -> str:
        """National id of the person in Pasientrelasjon."""
        return self._facts["acting_id"]

    @property
    def acting_relation(self) -> str:
        """Relasjon (7611) of the Pasientrelasjon."""
        return self._facts["acting_relation"]

    @property
    def uid(self) -> str:
        """uid of the first vevent."""
        return self._facts["uid"]

    @property
    def related_to(self) -> str:
        """related-to of the first vevent, whichever form it has."""
        return self._facts["related_to"]

    @property
    def related_form(self) -> str:
        """The form of related-to: text, uri or uid."""
        return self._facts["related_form"]

    @property
    def start(self) -> str:
        """dtstart as it stands."""
        return self._facts["start"]

    @property
    def end(self) -> str:
        """dtend as it stands; worked out where the duration stands in its place."""
        return self._facts["end"] or next(map(end_of, self.elements(_EVENT)), "")

    @property
    def location(self) -> str:
        """location of the first vevent."""
        return self._facts["location"]

    @property
    def summary(self) -> str:
        """summary of the first vevent."""
        return self._facts["summary"]

    @property
    def contact(self) -> str:
        """contact of the first vevent: the HER-id that owns the appointment."""
        return self._facts["contact"]

    @property
    def status(self) -> str:
        """status of the first vevent."""
        return self._facts["status"]

    @property
    def original_msg_id(self) -> str:
        """The MsgId that a receipt is about."""
        return self._facts["original_msg_id"]

    @property
    def apprec_status(self) -> str:
        """Status of a receipt: 1 or 2."""
        return self._facts["apprec_status"] if self.kind == "apprec" else ""

    @cached_property
    def errors(self) -> tuple[Code, ...]:
        """The Error elements of a receipt."""
        found = self.elements("/*/*[local-name()='Error']") if self.kind == "apprec" else ()
        return tuple(
            Code(item.get("V", ""), item.get("S", ""), item.get("DN", ""), item.get("OT", "")) for item in found
        )

    @property
    def error_codes(self) -> frozenset[str]:
        """The codes of the Error elements."""
        return frozenset(error.v for error in self.errors)

    def describe(self) -> str:
        """One line for a person (bokmål)."""
        if self.kind == "apprec":
            codes = f" ({', '.join(sorted(self.error_codes))})" if self.errors else ""
            return f"kvittering {self.apprec_status or 'uten status'}{codes} på melding {self.original_msg_id or '?'}"
        if self.kind == "feilkø":
            about = self.envelope.original_message_id or "?"
            return f"feilmelding {self.envelope.error_condition or 'uten feilkode'} om transportmelding {about}"
        if self.kind == "uleselig":
            size = len(self.carried.raw if self.carried and self.carried.fault else self.raw)
            return f"en uleselig melding på {size} byte ({self.problem or 'ikke en Hodemelding'})"
        patient = f" for pasient {self.patient_id}" if self.patient_id else " uten pasient"
        return f"{self.type or 'melding uten type'} med kode {self.code or '?'}{patient} (MsgId {self.msg_id or '?'})"


def plain(identifier: str) -> str:
    """An id as it is compared: the common library writes the UUID without dashes in error messages."""
    return identifier.strip().lower().replace("-", "")


def read(raw: bytes, envelope: Envelope, *, queue: str = "async", carried: Carried | None = None) -> Inbound:
    """Read a message that came; never raises for what it holds."""
    if carried is not None and carried.fault is not None:
        return Inbound(raw, envelope, queue, problem=carried.fault.problem, carried=carried)
    if not raw:
        return Inbound(raw, envelope, queue, problem="tom kropp", carried=carried)
    try:
        # As large as the bus carries: size is judged by a rule, not by losing the message.
        root = xml.parse(raw, max_bytes=MAX_BODY_BYTES)
    except StandardsError as error:
        return Inbound(raw, envelope, queue, problem=error.problem, carried=carried)
    return Inbound(raw, envelope, queue, root, carried=carried)


def resource_of(raw: bytes) -> Mapping[str, Any]:
    """A FHIR resource in its JSON form, whether it was written in JSON or XML; empty when it cannot be read."""
    try:
        return fhir.read_json(raw) if fhir.is_json(raw) else fhir.read_element(xml.parse(raw))
    except StandardsError:
        return {}
