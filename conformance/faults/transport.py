"""Deliberate faults of the envelope and of the bytes: each makes exactly one thing wrong, as those of `faults` do."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Final

from lxml import etree

from conformance.faults.messages import Faulty
from conformance.outcomes import ToolFault
from standards import xml
from standards.codes import oid
from standards.envelope import Envelope
from standards.hodemelding import Hodemelding
from standards.parties import Party

UNKNOWN_FORMAT: Final = "http://www.kith.no/xmlstds/dialog/1999-01-01"
_NAMES: Final = dict(xml.NS)
_RECEIVER: Final = "mh:MsgInfo/mh:Receiver/mh:Organisation"


def without_property(raw: bytes, envelope: Envelope, name: str) -> Faulty:
    """The envelope lacks a property that is required (HITS 1216:2018, 2.1.2): error queue."""
    left = {key: value for key, value in envelope.properties.items() if key != name}
    return Faulty(raw, replace(envelope, properties=MappingProxyType(left)), f"Konvolutten mangler {name}", envelope.to)


def without_field(raw: bytes, envelope: Envelope, name: str) -> Faulty:
    """The envelope lacks one of the fields that the parties have agreed on: error queue."""
    left = {key: value for key, value in envelope.application_properties.items() if key != name}
    changed = replace(envelope, application_properties=MappingProxyType(left))
    return Faulty(raw, changed, f"Konvolutten mangler {name}", envelope.to)


def with_property(raw: bytes, envelope: Envelope, name: str, value: str) -> Faulty:
    """One property of the envelope has a value that it cannot have."""
    changed = replace(envelope, properties=MappingProxyType({**envelope.properties, name: value}))
    return Faulty(raw, changed, f"{name} i konvolutten er {value}", envelope.to)


def with_field(raw: bytes, envelope: Envelope, name: str, value: str) -> Faulty:
    """One field of the envelope has a value that it cannot have."""
    fields = MappingProxyType({**envelope.application_properties, name: value})
    return Faulty(raw, replace(envelope, application_properties=fields), f"{name} i konvolutten er {value}")


def short_lived(raw: bytes, envelope: Envelope, seconds: int) -> Faulty:
    """It lives so few seconds on the bus that nobody reads it in time."""
    return Faulty(raw, replace(envelope, ttl_ms=seconds * 1000), f"Spørsmålet lever bare {seconds} sekunder på bussen")


def same_delivery(raw: bytes, envelope: Envelope) -> Faulty:
    """The very same once more, message-id and all: it is logged, and nothing else happens (HITS 1216:2018, 2.2.5)."""
    return Faulty(raw, envelope, "Samme melding med samme message-id en gang til")


def not_in_utf8(raw: bytes, envelope: Envelope) -> Faulty:
    """It says that it is UTF-8, and the letters are ISO-8859-1: error queue."""
    changed = raw.decode().encode("iso-8859-1", "xmlcharrefreplace")
    if changed == raw:
        raise ToolFault("Feilen kan ikke lages: meldingen har bare bokstaver fra A til Z.")
    return Faulty(changed, envelope, "Meldingen sier at den er UTF-8, men er ISO-8859-1")


def unknown_format(raw: bytes, envelope: Envelope) -> Faulty:
    """What the header carries is in a namespace that no standard has: T10."""
    changed = raw.replace(xml.DIALOG_11.encode(), UNKNOWN_FORMAT.encode())
    return Faulty(changed, envelope, f"Innholdet er i et ukjent format ({UNKNOWN_FORMAT})")


def two_errors(raw: bytes, envelope: Envelope, msg_id: str) -> Faulty:
    """The one fault is that there are two: MsgId is no UUID (E10), and the patient is missing (E36)."""
    root = xml.parse(raw)
    _one(root, "mh:MsgInfo/mh:MsgId").text = msg_id
    info, patient = _one(root, "mh:MsgInfo"), _one(root, "mh:MsgInfo/mh:Patient")
    info.remove(patient)
    return Faulty(xml.serialize(root), envelope, "MsgId er ikke en UUID, og pasienten mangler")


def receiver_without_her_id(raw: bytes, envelope: Envelope, *, level: int) -> Faulty:
    """The receiver has no HER-id on one of its two levels, but its name: E21."""
    root = xml.parse(raw)
    unit = _RECEIVER if level == 1 else f"{_RECEIVER}/*[self::mh:Organisation or self::mh:HealthcareProfessional]"
    ident = _one(root, f"{unit}/mh:Ident[mh:TypeId/@V='HER']")
    parent = ident.getparent()
    if parent is not None:
        parent.remove(ident)
    return Faulty(xml.serialize(root), envelope, f"Mottakeren mangler HER-id på nivå {level}")


def receiver_is_another(raw: bytes, envelope: Envelope, receiver: Party, what: str) -> Faulty:
    """The document is to somebody else than the envelope; `what` names whom in bokmål."""
    message = replace(Hodemelding.from_xml(raw), receiver=receiver)
    return Faulty(message.to_xml(), envelope, f"Meldingen er til {what}, men konvolutten er til mottakeren")


def empty(raw: bytes, envelope: Envelope, paths: tuple[str, ...], what: str) -> Faulty:
    """Elements of the patient are there, and there is nothing in them."""
    root = xml.parse(raw)
    for path in paths:
        _one(root, f"mh:MsgInfo/mh:Patient/{path}").text = None
    return Faulty(xml.serialize(root), envelope, f"Pasientens {what} er tomt")


def in_latin_1(raw: bytes, envelope: Envelope) -> Faulty:
    """Written in ISO-8859-1, and says so: unusual, and nothing wrong between health actors."""
    text = raw.decode()
    body = text[text.index("?>") + 2 :] if text.startswith("<?xml") else text
    changed = f'<?xml version="1.0" encoding="ISO-8859-1"?>{body}'.encode("iso-8859-1", "xmlcharrefreplace")
    return Faulty(changed, envelope, "Meldingen er skrevet i ISO-8859-1")


def signed_by(raw: bytes, envelope: Envelope) -> Faulty:
    """The sender is a service, and the doctor who signed stands there too: unusual, and nothing wrong."""
    root = xml.parse(raw)
    service = _one(root, "mh:MsgInfo/mh:Sender/mh:Organisation/mh:Organisation")
    doctor = etree.Element(f"{{{xml.MSGHEAD}}}HealthcareProfessional")
    for name, text in (("FamilyName", "Lege"), ("GivenName", "Lise")):
        etree.SubElement(doctor, f"{{{xml.MSGHEAD}}}{name}").text = text
    ident = etree.SubElement(doctor, f"{{{xml.MSGHEAD}}}Ident")
    etree.SubElement(ident, f"{{{xml.MSGHEAD}}}Id").text = "9999999"
    etree.SubElement(ident, f"{{{xml.MSGHEAD}}}TypeId", V="HPR", S=oid(8116), DN="HPR-nummer")
    service.addnext(doctor)
    return Faulty(xml.serialize(root), envelope, "Avsenderen har også navnet på legen som signerte")


def without_sender(raw: bytes, envelope: Envelope) -> Faulty:
    """The header does not say who sent it, so that it does not validate: error queue."""
    root = xml.parse(raw)
    info = _one(root, "mh:MsgInfo")
    info.remove(_one(root, "mh:MsgInfo/mh:Sender"))
    return Faulty(xml.serialize(root), envelope, "Meldingen har ingen avsender")


def another_process(raw: bytes, envelope: Envelope, code: str) -> Faulty:
    """A process that is known, but that the EPJ has not declared, the same in document and envelope."""
    root = xml.parse(raw)
    kind = _one(root, "mh:MsgInfo/mh:Type")
    kind.set("V", code)
    if "DN" in kind.attrib:
        del kind.attrib["DN"]
    wrong = with_property(xml.serialize(root), envelope, "subject", code)
    return Faulty(wrong.raw, wrong.envelope, f"Prosessen {code} er ikke i avtalen")


def _one(root: etree._Element, path: str) -> etree._Element:
    found = root.xpath(path, namespaces=_NAMES)
    if isinstance(found, list) and found and isinstance(found[0], etree._Element):
        return found[0]
    raise ToolFault(f"Feilen kan ikke lages: meldingen har ikke {path}.")
