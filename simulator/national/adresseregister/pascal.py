"""A party in PascalCase, as SOAP and the older REST API tell it: plain data, with `$type` for what it really is."""

from __future__ import annotations

from typing import Any, Final

from simulator.national.adresseregister import addresses, codes
from simulator.national.adresseregister.codes import Coded
from simulator.national.adresseregister.records import Kind, Record
from simulator.national.adresseregister.registry import Registry

TYPE: Final = "$type"
NO_PARENT: Final = -1
_TYPES: Final = {Kind.ORGANISATION: "Organization", Kind.SERVICE: "Service", Kind.PERSON: "Person"}


def party(registry: Registry, record: Record, *, whole: bool = False) -> dict[str, Any]:
    """A party; `whole` tells those below an enterprise too."""
    valid = record.valid_at(registry.now())
    found: dict[str, Any] = {
        TYPE: record.kind.value,
        "Active": valid,
        "DisplayName": record.name,
        "ElectronicAddresses": [_electronic(one, record) for one in addresses.electronic_addresses(registry, record)],
        "HerId": int(record.her_id),
        "IsValidCommunicationParty": valid,
        "LastChanged": record.changed,
        "Name": record.name,
        "ParentHerId": int(record.parent) if record.parent else NO_PARENT,
        "PhysicalAddresses": [_physical(one) for one in addresses.physical_addresses(registry, record)],
        "Type": _TYPES[record.kind],
        "Valid": {"From": record.valid_from, "To": record.valid_to or None},
    }
    if record.parent:
        found["ParentBusinessType"] = _code(codes.Coded("", 9040, record.business))
        found["ParentName"] = record.enterprise
        found["ParentOrganizationNumber"] = record.enterprise_number
    return {**found, **_own(registry, record, whole)}


def _own(registry: Registry, record: Record, whole: bool) -> dict[str, Any]:
    if record.kind is Kind.SERVICE:
        return {"Code": _code(codes.service_code(record.service_code)), "LocationDescription": None}
    if record.kind is Kind.PERSON:
        return {"Person": {"FirstName": record.given, "LastName": record.family}, "Title": None}
    below = registry.below(record.her_id) if whole else ()
    return {
        "OrganizationNumber": record.number,
        "BusinessType": _code(codes.Coded("", 9040, record.business)),
        "Services": [party(registry, one) for one in below if one.kind is Kind.SERVICE],
        "People": [party(registry, one) for one in below if one.kind is Kind.PERSON],
    }


def _electronic(one: addresses.Electronic, record: Record) -> dict[str, Any]:
    return {
        "Address": one.address,
        "Inherited": one.inherited,
        "LastChanged": record.changed,
        "Type": _code(one.type),
        "TypeCodeValue": one.type.value,
    }


def _physical(one: addresses.Physical) -> dict[str, Any]:
    return {
        "City": one.city,
        "Inherited": one.inherited,
        "PostalCode": one.postal_code,
        "Postbox": one.postbox or None,
        "StreetAddress": one.street or None,
        "Type": _code(one.type),
        "TypeCodeValue": None if one.type is None else one.type.value,
    }


def _code(code: Coded | None) -> dict[str, Any] | None:
    if code is None:
        return None
    return {"Active": True, "CodeText": code.text, "CodeValue": code.value, "OID": code.code_set}
