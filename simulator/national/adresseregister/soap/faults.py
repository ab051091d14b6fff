"""What a SOAP call is refused with: the fault in the version asked, with a code that tells whose fault it is."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Final

from lxml import etree

from simulator.national.adresseregister.soap.types import FAULT_NS
from simulator.serving.refusals import Refusal
from standards.errors import Problem
from standards.soap import SoapFault
from standards.xml import SOAP_11, SOAP_12

WSA: Final = "http://www.w3.org/2005/08/addressing"
INVALID_HER_ID: Final = "InvalidHerIdSupplied"
_IN_11: Final = {"Sender": "Client", "Receiver": "Server"}


class SoapRefusal(Refusal):
    """A call that is answered with a fault."""

    status = 500
    code: ClassVar[str] = "Sender"
    subcode: ClassVar[str] = ""
    """A name of WS-Addressing, for faults that it has."""
    error_code: ClassVar[str] = ""
    """What GenericFault tells; the fault has none when it is empty."""


class InvalidHerId(SoapRefusal):
    """No party has that HER-id."""

    error_code = INVALID_HER_ID


class ActionNotSupported(SoapRefusal):
    """The action is none of the service's, is not there, or is another than the body's."""

    subcode = "ActionNotSupported"


class NotTheCall(SoapRefusal):
    """The body is not what the operation takes."""


class VersionMismatch(SoapRefusal):
    """The envelope is of another version than the address speaks."""

    code = "VersionMismatch"


class MustUnderstand(SoapRefusal):
    """A header that must be understood is not."""

    code = "MustUnderstand"


class Malformed(SoapRefusal):
    """The body of the request is no XML that can be read."""

    status = 400


class WrongMedia(SoapRefusal):
    """The request is not declared as SOAP in the version of the address."""

    status = 415


def envelope(problem: Problem, version: str, status: int) -> etree._Element:
    """The whole fault."""
    code = problem.code if isinstance(problem, SoapRefusal) else "Receiver" if status >= 500 else "Sender"
    fault = SoapFault(code, str(problem), version)
    root = replace(fault, code=_IN_11.get(code, code) if version == "1.1" else code).to_element()
    found = root.find(f".//{{{SOAP_11 if version == '1.1' else SOAP_12}}}Fault")
    if found is not None and isinstance(problem, SoapRefusal):
        _subcode(found, problem, version)
        _detail(found, problem, version)
    return root


def _subcode(fault: etree._Element, problem: SoapRefusal, version: str) -> None:
    code = fault.find(f"{{{SOAP_12}}}Code")
    if version == "1.2" and problem.subcode and code is not None:
        subcode = etree.SubElement(code, f"{{{SOAP_12}}}Subcode")
        etree.SubElement(subcode, f"{{{SOAP_12}}}Value", nsmap={"a": WSA}).text = f"a:{problem.subcode}"


def _detail(fault: etree._Element, problem: SoapRefusal, version: str) -> None:
    if not problem.error_code:
        return
    detail = etree.SubElement(fault, "detail" if version == "1.1" else f"{{{SOAP_12}}}Detail")
    generic = etree.SubElement(detail, f"{{{FAULT_NS}}}GenericFault", nsmap={"c": FAULT_NS})
    etree.SubElement(generic, f"{{{FAULT_NS}}}ErrorCode").text = problem.error_code
    etree.SubElement(generic, f"{{{FAULT_NS}}}Message").text = str(problem)
