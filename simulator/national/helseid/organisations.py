"""Whom a client acts for: `assertion_details`, for a client of one organisation and for one of many.

Systems and forms are V (infrastructure 5.2). Of the errors the sources give only that they are HID-1001 to HID-1010;
which fault has which number is ours (I).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from simulator.national.helseid.clients import Client
from simulator.national.helseid.refusals import OrganisationFault

TYPE: Final = "helseid_authorization"
SINGLE_SYSTEM: Final = "urn:oid:2.16.578.1.12.4.1.4.101"
MULTI_SYSTEM: Final = "urn:oid:1.0.6523"
IDENTIFIER_TYPE: Final = "ENH"
FAULTS: Final = {
    "HID-1001": "assertion_details har feil form.",
    "HID-1002": "assertion_details mangler, og klienten handler for flere organisasjoner.",
    "HID-1003": "assertion_details har feil type.",
    "HID-1004": "assertion_details mangler identifikatoren til organisasjonen.",
    "HID-1005": "Identifikatoren har feil system for denne klienten.",
    "HID-1006": "Identifikatoren har feil type.",
    "HID-1007": "Organisasjonsnummeret har feil form.",
    "HID-1008": "Klienten kan ikke handle for denne hovedenheten.",
    "HID-1009": "Klienten kan ikke handle for denne underenheten.",
    "HID-1010": "assertion_details har flere organisasjoner.",
}
_NUMBER: Final = re.compile(r"[0-9]{9}")
_MULTI: Final = re.compile(r"NO:ORGNR:([0-9]{9})(?::([0-9]{9})?)?:?")


@dataclass(frozen=True)
class Organisation:
    """Level 1 and, when it is told, level 2 by organisation number; `supplier` for a client of many."""

    parent: str
    child: str = ""
    supplier: str = ""


def organisation_of(client: Client, claims: Mapping[str, Any]) -> Organisation:
    """Whom the assertion is for; raises `OrganisationFault`."""
    details = claims.get("assertion_details")
    if details is None and client.tenancy == "single-tenant":
        return Organisation(client.organisation_number)
    if details is None:
        raise _fault("HID-1002", f"assertion_details med system {MULTI_SYSTEM}", "ingen")
    identifier = _identifier(_one(details))
    return _of_one(client, identifier) if client.tenancy == "single-tenant" else _of_many(client, identifier)


def _one(details: object) -> Mapping[str, Any]:
    """A list is taken when there is one in it."""
    if isinstance(details, list) and len(details) > 1:
        raise _fault("HID-1010", "én", f"{len(details)}")
    found = details[0] if isinstance(details, list) and details else details
    if not isinstance(found, dict):
        raise _fault("HID-1001", "et JSON-objekt", found)
    if found.get("type") != TYPE:
        raise _fault("HID-1003", f"type {TYPE}", found.get("type"))
    return found


def _identifier(details: Mapping[str, Any]) -> Mapping[str, Any]:
    found: object = details
    for name in ("practitioner_role", "organization", "identifier"):
        found = found.get(name) if isinstance(found, dict) else None
    if not isinstance(found, dict):
        raise _fault("HID-1004", "practitioner_role.organization.identifier", "ingen")
    return found


def _of_one(client: Client, identifier: Mapping[str, Any]) -> Organisation:
    child = _value(identifier, SINGLE_SYSTEM)
    if not _NUMBER.fullmatch(child):
        raise _fault("HID-1007", "ni sifre: nummeret til underenheten", child)
    if client.sub_organisation_numbers and child not in client.sub_organisation_numbers:
        raise _fault("HID-1009", "en underenhet som klienten er registrert med", child)
    return Organisation(client.organisation_number, child)


def _of_many(client: Client, identifier: Mapping[str, Any]) -> Organisation:
    value = _value(identifier, MULTI_SYSTEM)
    found = _MULTI.fullmatch(value)
    if found is None:
        raise _fault("HID-1007", "NO:ORGNR:hovedenhet eller NO:ORGNR:hovedenhet:underenhet, ni sifre hver", value)
    parent, child = found[1], found[2] or ""
    if client.organisations and parent not in client.organisations:
        raise _fault("HID-1008", "en hovedenhet som har gitt leverandøren fullmakt", parent)
    if child and client.sub_organisation_numbers and child not in client.sub_organisation_numbers:
        raise _fault("HID-1009", "en underenhet som klienten er registrert med", child)
    return Organisation(parent, child, client.organisation_number)


def _value(identifier: Mapping[str, Any], system: str) -> str:
    if identifier.get("system") != system:
        raise _fault("HID-1005", f"system {system}", identifier.get("system"))
    if identifier.get("type") != IDENTIFIER_TYPE:
        raise _fault("HID-1006", f"type {IDENTIFIER_TYPE}", identifier.get("type"))
    value = identifier.get("value")
    if not isinstance(value, str):
        raise _fault("HID-1007", "value som tekst", value)
    return value


def _fault(id_: str, expected: str, found: object) -> OrganisationFault:
    shown = found if isinstance(found, str) and found.isprintable() else ascii(found)
    fix = "Rett assertion_details i client_assertion, eller registreringen av klienten."
    return OrganisationFault(id_, FAULTS[id_], expected=expected, found=shown[:120], fix=fix)
