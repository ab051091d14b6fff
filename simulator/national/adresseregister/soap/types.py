"""What the service's types hold, as one table: the description is made from it, and every answer is written by it.

In our own words: the names are those that the clients read, and what stands beside them is ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

PARTY_NS: Final = "http://register.nhn.no/CommunicationParty"
FAULT_NS: Final = "http://register.nhn.no/Common"
XSD: Final = "http://www.w3.org/2001/XMLSchema"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True)
class Field:
    """An element: a simple type of XML Schema, or one of the types here; `many` when it holds a list."""

    name: str
    type: str
    many: bool = False


@dataclass(frozen=True)
class Type:
    """A sequence of elements, after those of what it extends."""

    own: tuple[Field, ...]
    extends: str = ""


@dataclass(frozen=True)
class Operation:
    """A call: what it takes, what it gives (nothing when empty), and whether it can say that a HER-id is wrong."""

    name: str
    takes: tuple[Field, ...] = ()
    gives: str = ""
    many: bool = False

    @property
    def action(self) -> str:
        """The SOAP action."""
        return f"{PARTY_NS}/ICommunicationPartyService/{self.name}"


def _fields(**types: str) -> tuple[Field, ...]:
    return tuple(Field(name, kind.removesuffix("[]"), kind.endswith("[]")) for name, kind in types.items())


TYPES: Final[Mapping[str, Type]] = MappingProxyType(
    {
        "Code": Type(_fields(Active="boolean", CodeText="string", CodeValue="string", OID="int")),
        "Period": Type(_fields(From="dateTime", To="dateTime")),
        "ElectronicAddress": Type(
            _fields(Address="string", Inherited="boolean", LastChanged="dateTime", Type="Code", TypeCodeValue="string")
        ),
        "PhysicalAddress": Type(
            _fields(
                City="string",
                Inherited="boolean",
                PostalCode="string",
                Postbox="string",
                StreetAddress="string",
                Type="Code",
                TypeCodeValue="string",
            )
        ),
        "CommunicationParty": Type(
            _fields(
                Active="boolean",
                DisplayName="string",
                ElectronicAddresses="ElectronicAddress[]",
                HerId="int",
                IsValidCommunicationParty="boolean",
                LastChanged="dateTime",
                Municipality="Code",
                Name="string",
                ParentBusinessType="Code",
                ParentHerId="int",
                ParentName="string",
                ParentOrganizationNumber="string",
                PhysicalAddresses="PhysicalAddress[]",
                Type="string",
                Valid="Period",
            )
        ),
        "Service": Type(_fields(Code="Code", LocationDescription="string"), "CommunicationParty"),
        "Person": Type(_fields(FirstName="string", LastName="string")),
        "OrganizationPerson": Type(_fields(Person="Person", Title="string"), "CommunicationParty"),
        "Organization": Type(
            _fields(
                BusinessType="Code",
                OrganizationNumber="string",
                People="OrganizationPerson[]",
                Services="Service[]",
            ),
            "CommunicationParty",
        ),
        "CertificateDetails": Type(_fields(Certificate="base64Binary", LdapUrl="string")),
    }
)

_HER_ID: Final = _fields(communicationPartyHerId="int")
OPERATIONS: Final[Mapping[str, Operation]] = MappingProxyType(
    {
        one.name: one
        for one in (
            Operation("Ping"),
            Operation("GetCommunicationPartyDetails", _HER_ID, "CommunicationParty"),
            Operation("GetCertificateDetailsForEncryption", _HER_ID, "CertificateDetails"),
            Operation("GetCertificateDetailsForValidatingSignature", _HER_ID, "CertificateDetails"),
            Operation("GetOrganizationDetails", _fields(organizationHerId="int"), "Organization"),
            Operation("SearchById", _fields(id="string"), "CommunicationParty", many=True),
        )
    }
)


def fields_of(name: str) -> tuple[Field, ...]:
    """Every element of a type, in order."""
    found = TYPES[name]
    return (*(fields_of(found.extends) if found.extends else ()), *found.own)
