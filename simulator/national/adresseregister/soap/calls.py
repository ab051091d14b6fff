"""What each operation does."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from simulator.certificates import Use
from simulator.national.adresseregister import pascal
from simulator.national.adresseregister.records import Kind, Record
from simulator.national.adresseregister.registry import Registry
from simulator.national.adresseregister.soap.faults import InvalidHerId, NotTheCall
from simulator.national.adresseregister.soap.reading import SoapCall

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,10}")


def perform(registry: Registry, call: SoapCall) -> object:
    """The result, None for nothing; raises `InvalidHerId`, `NotTheCall`."""
    return _CALLS[call.operation.name](registry, call.values)


def _ping(registry: Registry, values: Mapping[str, str]) -> None:
    return None


def _party(registry: Registry, values: Mapping[str, str]) -> dict[str, Any]:
    return pascal.party(registry, _found(registry, values, "communicationPartyHerId"))


def _for_encryption(registry: Registry, values: Mapping[str, str]) -> dict[str, Any]:
    return _certificate(registry, values, Use.ENCRYPTION)


def _for_signature(registry: Registry, values: Mapping[str, str]) -> dict[str, Any]:
    return _certificate(registry, values, Use.SIGNING)


def _certificate(registry: Registry, values: Mapping[str, str], use: Use) -> dict[str, Any]:
    record = _found(registry, values, "communicationPartyHerId")
    return {"Certificate": b64encode(registry.certificate(record, use).der).decode("ascii"), "LdapUrl": None}


def _organisation(registry: Registry, values: Mapping[str, str]) -> dict[str, Any]:
    record = _found(registry, values, "organizationHerId")
    if record.kind is not Kind.ORGANISATION:
        raise _invalid(record.her_id, "HER-id-en til en virksomhet (nivå 1)")
    return pascal.party(registry, record, whole=True)


def _search(registry: Registry, values: Mapping[str, str]) -> list[dict[str, Any]]:
    """By HER-id or organisation number; nobody is no fault."""
    wanted = values.get("id", "")
    found = (one for one in registry.all() if wanted and wanted in (one.her_id, one.number))
    return [pascal.party(registry, one) for one in found if not registry.faults.take("only_in_rest")]


def _found(registry: Registry, values: Mapping[str, str], name: str) -> Record:
    text = values.get(name, "")
    if text and not _NUMBER.fullmatch(text):
        raise NotTheCall(
            f"{name} er ikke et heltall.", expected="en HER-id", found=ascii(text)[:80], fix="Rett verdien."
        )
    record = registry.find(text)
    if record is None or registry.faults.take("only_in_rest"):
        raise _invalid(text or "ingenting", "HER-id-en til en part i registeret")
    return record


def _invalid(found: str, expected: str) -> InvalidHerId:
    return InvalidHerId(
        "HER-id-en finnes ikke, eller er av feil slag.", expected=expected, found=found[:80], fix="Rett HER-id-en."
    )


_CALLS: Final[Mapping[str, Callable[[Registry, Mapping[str, str]], object]]] = MappingProxyType(
    {
        "Ping": _ping,
        "GetCommunicationPartyDetails": _party,
        "GetCertificateDetailsForEncryption": _for_encryption,
        "GetCertificateDetailsForValidatingSignature": _for_signature,
        "GetOrganizationDetails": _organisation,
        "SearchById": _search,
    }
)
