"""The service's WSDL, written from the table of types: one port, in the SOAP version of the address it is asked at."""

from __future__ import annotations

from typing import Final

from lxml import etree

from simulator.national.adresseregister.soap.types import FAULT_NS, OPERATIONS, PARTY_NS, TYPES, XSD, Field, Type
from standards.xml import serialize

WSDL: Final = "http://schemas.xmlsoap.org/wsdl/"
_BINDINGS: Final = {"1.1": "http://schemas.xmlsoap.org/wsdl/soap/", "1.2": "http://schemas.xmlsoap.org/wsdl/soap12/"}
_NAMES: Final = {"1.1": "BasicHttpBinding", "1.2": "WSHttpBinding"}
_WSAW: Final = "http://www.w3.org/2006/05/addressing/wsdl"
_HTTP: Final = "http://schemas.xmlsoap.org/soap/http"
_SERVICE: Final = "ICommunicationPartyService"
_FAULT: Final = "GenericFault"


def wsdl(version: str, address: str) -> bytes:
    """The description; `address` is where the port answers."""
    names = {"wsdl": WSDL, "tns": PARTY_NS, "c": FAULT_NS, "soap": _BINDINGS[version], "xs": XSD, "wsaw": _WSAW}
    root = etree.Element(_wsdl("definitions"), {"name": "CommunicationParty", "targetNamespace": PARTY_NS}, names)
    types = etree.SubElement(root, _wsdl("types"))
    _fault_schema(types)
    _schema(types)
    _messages(root)
    _port_type(root)
    _binding(root, version)
    service = etree.SubElement(root, _wsdl("service"), name="CommunicationPartyService")
    port = etree.SubElement(service, _wsdl("port"), name=_NAMES[version], binding=f"tns:{_NAMES[version]}")
    etree.SubElement(port, f"{{{_BINDINGS[version]}}}address", location=address)
    return serialize(root)


def _wsdl(local: str) -> str:
    return f"{{{WSDL}}}{local}"


def _xs(parent: etree._Element, local: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{XSD}}}{local}", attributes)


def _fault_schema(types: etree._Element) -> None:
    schema = _xs(types, "schema", targetNamespace=FAULT_NS, elementFormDefault="qualified")
    inner = _xs(_xs(schema, "complexType", name=_FAULT), "sequence")
    for name in ("ErrorCode", "Message"):
        _xs(inner, "element", name=name, type="xs:string", minOccurs="0")
    _xs(schema, "element", name=_FAULT, type=f"c:{_FAULT}")


def _schema(types: etree._Element) -> None:
    schema = _xs(types, "schema", targetNamespace=PARTY_NS, elementFormDefault="qualified")
    _xs(schema, "import", namespace=FAULT_NS)
    for name, kind in TYPES.items():
        _complex(schema, name, kind)
    listed = {field.type for kind in TYPES.values() for field in kind.own if field.many}
    for name in sorted(listed | {one.gives for one in OPERATIONS.values() if one.many}):
        inner = _xs(_xs(schema, "complexType", name=f"ArrayOf{name}"), "sequence")
        _xs(inner, "element", name=name, type=f"tns:{name}", minOccurs="0", maxOccurs="unbounded")
    for operation in OPERATIONS.values():
        _wrapper(schema, operation.name, operation.takes)
        gives = (Field(f"{operation.name}Result", operation.gives, operation.many),) if operation.gives else ()
        _wrapper(schema, f"{operation.name}Response", gives)


def _complex(schema: etree._Element, name: str, kind: Type) -> None:
    complex_type = _xs(schema, "complexType", name=name)
    if kind.extends:
        complex_type = _xs(_xs(complex_type, "complexContent"), "extension", base=f"tns:{kind.extends}")
    _elements(_xs(complex_type, "sequence"), kind.own)


def _wrapper(schema: etree._Element, name: str, fields: tuple[Field, ...]) -> None:
    _elements(_xs(_xs(_xs(schema, "element", name=name), "complexType"), "sequence"), fields)


def _elements(sequence: etree._Element, fields: tuple[Field, ...]) -> None:
    for field in fields:
        prefix = "tns:ArrayOf" if field.many else "tns:" if field.type in TYPES else "xs:"
        _xs(sequence, "element", name=field.name, type=f"{prefix}{field.type}", minOccurs="0")


def _messages(root: etree._Element) -> None:
    for name in OPERATIONS:
        for suffix, element in (("InputMessage", f"tns:{name}"), ("OutputMessage", f"tns:{name}Response")):
            message = etree.SubElement(root, _wsdl("message"), name=f"{_SERVICE}_{name}_{suffix}")
            etree.SubElement(message, _wsdl("part"), name="parameters", element=element)
    message = etree.SubElement(root, _wsdl("message"), name=f"{_SERVICE}_{_FAULT}_FaultMessage")
    etree.SubElement(message, _wsdl("part"), name="detail", element=f"c:{_FAULT}")


def _port_type(root: etree._Element) -> None:
    port_type = etree.SubElement(root, _wsdl("portType"), name=_SERVICE)
    for name, operation in OPERATIONS.items():
        found = etree.SubElement(port_type, _wsdl("operation"), name=name)
        action = f"{{{_WSAW}}}Action"
        told = {"message": f"tns:{_SERVICE}_{name}_InputMessage", action: operation.action}
        etree.SubElement(found, _wsdl("input"), told)
        told = {"message": f"tns:{_SERVICE}_{name}_OutputMessage", action: f"{operation.action}Response"}
        etree.SubElement(found, _wsdl("output"), told)
        told = {"message": f"tns:{_SERVICE}_{_FAULT}_FaultMessage", "name": f"{_FAULT}Fault"}
        told |= {action: f"{operation.action}{_FAULT}Fault"}
        etree.SubElement(found, _wsdl("fault"), told)


def _binding(root: etree._Element, version: str) -> None:
    soap = _BINDINGS[version]
    binding = etree.SubElement(root, _wsdl("binding"), name=_NAMES[version], type=f"tns:{_SERVICE}")
    if version == "1.2":
        etree.SubElement(binding, f"{{{_WSAW}}}UsingAddressing")
    etree.SubElement(binding, f"{{{soap}}}binding", transport=_HTTP)
    for name, operation in OPERATIONS.items():
        found = etree.SubElement(binding, _wsdl("operation"), name=name)
        etree.SubElement(found, f"{{{soap}}}operation", soapAction=operation.action, style="document")
        for way in ("input", "output"):
            etree.SubElement(etree.SubElement(found, _wsdl(way)), f"{{{soap}}}body", use="literal")
        fault = etree.SubElement(found, _wsdl("fault"), name=f"{_FAULT}Fault")
        etree.SubElement(fault, f"{{{soap}}}fault", use="literal", name=f"{_FAULT}Fault")
