"""A SOAP fault, as it may come over the service bus with subject AMQP_SOAP_FAULT (HITS 1216:2018, 2.1.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from standards.envelope import SOAP_FAULT, Envelope, business_envelope
from standards.errors import NotThisMessage
from standards.xml import SOAP_11, SOAP_12, name_of, parse, serialize

CONTENT_TYPE: Final = "application/soap+xml"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True)
class SoapFault:
    """Whose fault it is and why; `code` is a local name, such as `Sender` (1.2) or `Client` (1.1)."""

    code: str
    reason: str
    version: str = "1.2"
    actor: str = ""
    language: str = "nb"
    """Of the reason; only 1.2 can say it."""

    def to_element(self) -> etree._Element:
        """Build the XML: Envelope, Body, Fault."""
        return self._as_11() if self.version == "1.1" else self._as_12()

    def to_xml(self) -> bytes:
        """The whole document as bytes."""
        return serialize(self.to_element())

    def _as_11(self) -> etree._Element:
        root, fault = _frame(SOAP_11)
        etree.SubElement(fault, "faultcode").text = f"s:{self.code}"
        etree.SubElement(fault, "faultstring").text = self.reason
        if self.actor:
            etree.SubElement(fault, "faultactor").text = self.actor
        return root

    def _as_12(self) -> etree._Element:
        root, fault = _frame(SOAP_12)
        code = etree.SubElement(fault, f"{{{SOAP_12}}}Code")
        etree.SubElement(code, f"{{{SOAP_12}}}Value").text = f"s:{self.code}"
        reason = etree.SubElement(fault, f"{{{SOAP_12}}}Reason")
        etree.SubElement(reason, f"{{{SOAP_12}}}Text", {_LANG: self.language}).text = self.reason
        if self.actor:
            etree.SubElement(fault, f"{{{SOAP_12}}}Role").text = self.actor
        return root

    @classmethod
    def from_element(cls, root: etree._Element) -> SoapFault:
        """Read either version; raises `NotThisMessage` for what is no SOAP fault."""
        for version, namespace in (("1.1", SOAP_11), ("1.2", SOAP_12)):
            fault = root.find(f"{{{namespace}}}Body/{{{namespace}}}Fault")
            if root.tag == f"{{{namespace}}}Envelope" and fault is not None:
                return _read_11(fault) if version == "1.1" else _read_12(fault)
        raise NotThisMessage(
            "Dokumentet er ikke en SOAP-feil.",
            expected="Envelope, Body og Fault i SOAP 1.1 eller 1.2",
            found=name_of(root),
            fix="Les det som den meldingstypen det er.",
        )

    @classmethod
    def from_xml(cls, raw: bytes) -> SoapFault:
        """Read bytes from outside; raises `StandardsError`."""
        return cls.from_element(parse(raw))


def fault_envelope(*, message_id: str, about: Envelope, time_stamp: str) -> Envelope:
    """The envelope of a SOAP fault in answer to a message: ids swapped, and the subject that is kept for it."""
    plain = business_envelope(
        message_id=message_id,
        subject=SOAP_FAULT,
        from_her_id=about.to_her_id,
        to_her_id=about.from_her_id,
        time_stamp=time_stamp,
        correlation_id=about.correlation_id or about.message_id,
    )
    return Envelope({**plain.properties, "content_type": CONTENT_TYPE}, plain.application_properties, plain.ttl_ms)


def _frame(namespace: str) -> tuple[etree._Element, etree._Element]:
    root = etree.Element(f"{{{namespace}}}Envelope", nsmap={"s": namespace})
    body = etree.SubElement(root, f"{{{namespace}}}Body")
    return root, etree.SubElement(body, f"{{{namespace}}}Fault")


def _read_11(fault: etree._Element) -> SoapFault:
    return SoapFault(
        _local(fault.findtext("faultcode")),
        _text(fault.findtext("faultstring")),
        "1.1",
        _text(fault.findtext("faultactor")),
    )


def _read_12(fault: etree._Element) -> SoapFault:
    reason = fault.find(f"{{{SOAP_12}}}Reason/{{{SOAP_12}}}Text")
    return SoapFault(
        _local(fault.findtext(f"{{{SOAP_12}}}Code/{{{SOAP_12}}}Value")),
        "" if reason is None else _text(reason.text),
        "1.2",
        _text(fault.findtext(f"{{{SOAP_12}}}Role")),
        "nb" if reason is None else reason.get(_LANG, "nb"),
    )


def _text(found: str | None) -> str:
    return (found or "").strip()


def _local(found: str | None) -> str:
    return _text(found).rpartition(":")[2]
