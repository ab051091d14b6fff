"""A person as NHN's Persontjenesten tells it: its lists of values are as published, the fields around them inferred."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from simulator.national.folkeregister.documents import Reader
from simulator.national.folkeregister.records import Record, Responsibility
from simulator.people import Protection

LEGAL, NO_LEGAL = "legal-basis", "no-legal-basis"
RESPONSIBILITY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "felles": "Joint",
        "mor": "Mother",
        "far": "Father",
        "medmor": "CoMother",
        "andre": "Other",
        "ukjent": "Unknown",
    }
)
CONFIDENTIALITY: Final[Mapping[Protection, str]] = MappingProxyType(
    {
        Protection.NONE: "Unclassified",
        Protection.CLIENT: "ClientAddress",
        Protection.CONFIDENTIAL: "Confidential",
        Protection.STRICT: "StrictlyConfidential",
    }
)
_STATUS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bosatt": "Resident",
        "utflyttet": "Emigrated",
        "doed": "Dead",
        "midlertidig": "Temporary",
        "foedselsregistrert": "BirthRegistered",
    }
)


def person(reader: Reader, record: Record, basis: str) -> dict[str, Any]:
    """Without a legal basis neither protection, parental responsibility nor older numbers are told."""
    document = reader.document(record)
    numbers = document["identifikasjonsnummer"]
    current: dict[str, Any] = next((one for one in numbers if one["erGjeldende"]), {})
    homes = [one for one in document["bostedsadresse"] if one["erGjeldende"]]
    told: dict[str, Any] = {
        "nin": current.get("foedselsEllerDNummer"),
        "ninType": "Dnr" if current.get("identifikatortype") == "dNummer" else "Fnr",
        "status": _STATUS[document["status"][0]["status"]],
        "givenName": record.person.given,
        "familyName": record.person.family,
        "birthDate": record.person.birth_date.isoformat(),
        "gender": "Female" if record.person.sex == "kvinne" else "Male",
        "residentialAddress": homes[0]["adresse"] if homes else None,
        "dateOfDeath": document["doedsfall"][0]["doedsdato"] if document["doedsfall"] else None,
    }
    if basis != LEGAL:
        return told
    return {
        **told,
        "addressConfidentiality": CONFIDENTIALITY[record.shield(reader.day).level],
        "historicalNins": [one["foedselsEllerDNummer"] for one in numbers if not one["erGjeldende"]],
        "parentalResponsibilities": [
            *(_responsible(reader, record, one) for one in record.responsibilities if one.holds(reader.day)),
            *(
                {**_kind(reader, child, one), "subjectNin": reader.number(child.person.id)}
                for child, one in reader.responsibilities(record)
                if one.holds(reader.day)
            ),
        ],
    }


def event(told: Mapping[str, Any]) -> dict[str, Any]:
    """An entry of the feed."""
    return {
        "sequenceNumber": told["number"],
        "nin": told["ident"] or None,
        "eventType": EVENT_TYPES.get(told["kind"], "Other"),
        "eventTimestamp": told["at"],
    }


EVENT_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "endringIFoedsel": "BirthChanged",
        "endringIIdentifikasjonsnummer": "NinChanged",
        "endringIForeldreansvar": "ParentalResponsibilityChanged",
        "endringIBostedsadresse": "ResidentialAddressChanged",
        "endringIAdressebeskyttelse": "AddressConfidentialityChanged",
        "endringIDoedsfall": "DeathChanged",
        "utflytting": "EmigrationChanged",
    }
)


def _responsible(reader: Reader, child: Record, one: Responsibility) -> dict[str, Any]:
    holder: dict[str, Any] = {"responsibleNin": reader.number(one.person)}
    if one.organisation:
        holder = {"responsibleOrganization": one.organisation}
    elif one.named[0]:
        holder = {"responsibleWithoutNin": {"name": one.named[0], "birthDate": one.named[1]}}
    return {**_kind(reader, child, one), **holder}


def _kind(reader: Reader, child: Record, one: Responsibility) -> dict[str, Any]:
    return {"type": RESPONSIBILITY[reader.kind(child, one)]}
