"""Deliberate faults: each takes a good message and its envelope and makes exactly one thing wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from lxml import etree

from conformance.outcomes import ToolFault
from standards import xml
from standards.envelope import Envelope

UNKNOWN_PROCESS: Final = "DIALOG_INNBYGGER_FINNES_IKKE"
UNSUPPORTED_TYPE: Final = "application/x-msdownload"
_NAMES: Final = dict(xml.NS)


@dataclass(frozen=True)
class Faulty:
    """A message with one fault. `fault` names it in bokmål; `queue` is set when it goes elsewhere than `to` says."""

    raw: bytes
    envelope: Envelope
    fault: str
    queue: str = ""


def msg_id_not_uuid(raw: bytes, envelope: Envelope, msg_id: str = "melding-nr-1") -> Faulty:
    """MsgId is no UUID (HITS 1217:2018 2.3.1): E10. Give a `msg_id` of your own to tell several apart."""
    root = xml.parse(raw)
    _one(root, "mh:MsgInfo/mh:MsgId").text = msg_id
    return Faulty(xml.serialize(root), envelope, f"MsgId er ikke en UUID ({msg_id})")


def payload_breaks_schema(raw: bytes, envelope: Envelope) -> Faulty:
    """The Dialogmelding has an element of no schema, under a valid header: T02."""
    root = xml.parse(raw)
    dialog = _one(root, "mh:Document/mh:RefDoc/mh:Content/d11:Dialogmelding")
    etree.SubElement(dialog, f"{{{xml.DIALOG_11}}}FinnesIkke").text = "x"
    return Faulty(xml.serialize(root), envelope, "Dialogmeldingen bryter skjemaet (elementet FinnesIkke)")


def patient_removed(raw: bytes, envelope: Envelope) -> Faulty:
    """No Patient in MsgInfo: E36."""
    root = xml.parse(raw)
    _remove(_one(root, "mh:MsgInfo/mh:Patient"))
    return Faulty(xml.serialize(root), envelope, "Hodemeldingen mangler pasient")


def patient_without_number(raw: bytes, envelope: Envelope) -> Faulty:
    """Patient has a name and nothing more: E36."""
    root = xml.parse(raw)
    _remove(_one(root, "mh:MsgInfo/mh:Patient/mh:Ident"))
    return Faulty(xml.serialize(root), envelope, "Pasienten har navn, men ikke nummer")


def header_broken(raw: bytes, envelope: Envelope) -> Faulty:
    """MsgInfo lacks its MsgId, so the header does not validate: error queue (HITS 1216 2.2.3)."""
    root = xml.parse(raw)
    _remove(_one(root, "mh:MsgInfo/mh:MsgId"))
    return Faulty(xml.serialize(root), envelope, "Hodet er ødelagt (MsgId mangler, så det bryter skjemaet)")


def not_well_formed(raw: bytes, envelope: Envelope) -> Faulty:
    """The bytes stop in the middle: error queue."""
    return Faulty(raw[: len(raw) // 3], envelope, "Meldingen er avkuttet og ikke velformet XML")


def sender_differs(raw: bytes, envelope: Envelope, her_id: str) -> Faulty:
    """fromHerId of the envelope is another (`her_id`) than the document's sender: spoofing, or E10."""
    return Faulty(raw, _with_application(envelope, fromHerId=her_id), "Konvolutten har en annen avsender enn meldingen")


def receiver_differs(raw: bytes, envelope: Envelope, her_id: str) -> Faulty:
    """The document's receiver is another (`her_id`) than toHerId of the envelope: E10."""
    root = xml.parse(raw)
    path = "mh:MsgInfo/mh:Receiver/mh:Organisation/*[self::mh:Organisation or self::mh:HealthcareProfessional]"
    _one(root, f"{path}/mh:Ident[mh:TypeId/@V='HER']/mh:Id").text = her_id
    return Faulty(xml.serialize(root), envelope, "Meldingen har en annen mottaker enn konvolutten")


def unknown_process(raw: bytes, envelope: Envelope) -> Faulty:
    """A process that nobody has, the same in document and envelope: error queue unsupported-message."""
    root = xml.parse(raw)
    kind = _one(root, "mh:MsgInfo/mh:Type")
    kind.set("V", UNKNOWN_PROCESS)
    if "DN" in kind.attrib:
        del kind.attrib["DN"]
    return Faulty(xml.serialize(root), _with_properties(envelope, subject=UNKNOWN_PROCESS), "Ukjent prosess")


def resent(raw: bytes, envelope: Envelope, message_id: str) -> Faulty:
    """The same document once more with a new AMQP message-id: no second receipt, nothing journaled twice."""
    changed = _with_properties(envelope, message_id=message_id, correlation_id=message_id)
    return Faulty(raw, changed, "Samme MsgId sendt en gang til")


def unsupported_attachment(raw: bytes, envelope: Envelope) -> Faulty:
    """The first attachment has a MimeType outside PDF, JPEG and PNG: the message is refused (HITS 1168 4.4)."""
    root = xml.parse(raw)
    _one(root, "mh:Document/mh:RefDoc[mh:MsgType/@V='A']/mh:MimeType").text = UNSUPPORTED_TYPE
    return Faulty(xml.serialize(root), envelope, f"Vedlegget har en filtype som ikke er tillatt ({UNSUPPORTED_TYPE})")


Fault = Callable[..., Faulty]

FAULTS: Final[Mapping[str, Fault]] = MappingProxyType(
    {
        fault.__name__: fault
        for fault in (
            msg_id_not_uuid,
            payload_breaks_schema,
            patient_removed,
            patient_without_number,
            header_broken,
            not_well_formed,
            sender_differs,
            receiver_differs,
            unknown_process,
            resent,
            unsupported_attachment,
        )
    }
)
"""Every fault by its name."""


def _one(root: etree._Element, path: str) -> etree._Element:
    found = root.xpath(path, namespaces=_NAMES)
    if isinstance(found, list) and found and isinstance(found[0], etree._Element):
        return found[0]
    raise ToolFault(f"Feilen kan ikke lages: meldingen har ikke {path}.")


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _with_properties(envelope: Envelope, **values: str) -> Envelope:
    return replace(envelope, properties=MappingProxyType({**envelope.properties, **values}))


def _with_application(envelope: Envelope, **values: str) -> Envelope:
    return replace(envelope, application_properties=MappingProxyType({**envelope.application_properties, **values}))
