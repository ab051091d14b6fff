"""The registry as JSON in camelCase: as one client of the registry reads it, and the newer API's more.

Which fields the newer API has is not published field by field; beyond those that the client reads they are our own.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from simulator.certificates import Certificate, Use
from simulator.clock import iso
from simulator.national.adresseregister import addresses, codes
from simulator.national.adresseregister.codes import Coded
from simulator.national.adresseregister.records import Kind, Record
from simulator.national.adresseregister.registry import Event, Registry


def party(registry: Registry, record: Record) -> dict[str, Any]:
    """A party with the certificates it has now."""
    return {
        **_party(registry, record),
        "currentSigningCertificate": _summary(registry.certificate(record, Use.SIGNING)),
        "currentEncryptionCertificate": _summary(registry.certificate(record, Use.ENCRYPTION)),
    }


def full_party(registry: Registry, record: Record) -> dict[str, Any]:
    """A party with all its addresses; its certificates are told for themselves, so that no list has to make keys."""
    return {
        **_party(registry, record),
        "parentName": record.enterprise if record.parent else None,
        "parentOrganizationNumber": record.enterprise_number if record.parent else None,
        "electronicAddresses": [
            {"type": coded(one.type), "address": one.address, "inherited": one.inherited}
            for one in addresses.electronic_addresses(registry, record)
        ],
        "physicalAddresses": [
            {
                "type": coded(one.type),
                "streetAddress": one.street,
                "postbox": one.postbox,
                "postalCode": one.postal_code,
                "city": one.city,
                "inherited": one.inherited,
            }
            for one in addresses.physical_addresses(registry, record)
        ],
    }


def certificate(found: Certificate) -> dict[str, Any]:
    """A certificate with its value."""
    return {**_summary(found), "certificateValue": b64encode(found.der).decode("ascii")}


def event(found: Event) -> dict[str, Any]:
    """Something that happened."""
    return {
        "sequenceNumber": found.number,
        "herId": int(found.her_id),
        "eventType": found.kind,
        "eventTimestamp": found.at,
    }


def coded(code: Coded | None) -> dict[str, Any] | None:
    """A code."""
    return None if code is None else {"value": code.value, "codeSet": code.code_set, "text": code.text}


def _party(registry: Registry, record: Record) -> dict[str, Any]:
    queue, inherited = registry.queue_of(record)
    return {
        "herId": int(record.her_id),
        "name": record.name,
        "displayName": record.name,
        "type": record.kind.value,
        "active": record.valid_at(registry.now()),
        "parentHerId": int(record.parent) if record.parent else None,
        **_details(registry, record),
        "ediAddress": addresses.edi_address(record),
        "amqpTransportStatus": ("Inherited" if inherited else "Active") if queue else "None",
        "validFrom": record.valid_from,
        "validTo": record.valid_to or None,
        "lastChanged": record.changed,
    }


def _summary(found: Certificate) -> dict[str, Any]:
    return {
        "thumbprint": found.thumbprint,
        "validFrom": iso(found.valid_from),
        "validTo": iso(found.valid_to),
    }


def _details(registry: Registry, record: Record) -> dict[str, Any]:
    """What belongs to the kind of party that it is; the others are null."""
    found: dict[str, Any] = {"organizationDetails": None, "serviceDetails": None, "personDetails": None}
    if record.kind is Kind.ORGANISATION:
        below = [(one.kind, int(one.her_id)) for one in registry.below(record.her_id)]
        found["organizationDetails"] = {
            "organizationNumber": record.number,
            "businessType": record.business,
            "persons": [her_id for kind, her_id in below if kind is Kind.PERSON],
            "services": [her_id for kind, her_id in below if kind is Kind.SERVICE],
        }
    elif record.kind is Kind.SERVICE:
        found["serviceDetails"] = {
            "code": coded(codes.service_code(record.service_code)),
            "organizationNumber": record.number or None,
        }
    else:
        found["personDetails"] = {"firstName": record.given, "lastName": record.family}
    return found
