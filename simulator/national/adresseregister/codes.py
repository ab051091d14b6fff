"""The code sets of the registry: what a service is, what an address is for. Names are short, in our own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_SERVICES: Final[Mapping[str, tuple[int, str]]] = MappingProxyType(
    {
        "KF01": (8663, "Helsestasjons- og skolehelsetjeneste"),
        "KF0103": (8663, "Helsestasjon for ungdom"),
        "KF0104": (8666, "Jordmortjeneste"),
        "KP02": (8663, "Pleie og omsorg"),
        "KA01": (8663, "Fastlege"),
        "KA03": (8663, "Kommuneoverlege"),
        "4": (8658, "Digitale innbyggertjenester"),
    }
)
_ELECTRONIC: Final[Mapping[str, str]] = MappingProxyType(
    {
        "E_EDI": "EDI-adresse",
        "E_SB_ASYNC": "Tjenestebuss, asynkron kø",
        "E_SB_SYNC": "Tjenestebuss, synkron kø",
        "E_SB_SYNCREPLY": "Tjenestebuss, svar på synkrone",
        "E_SB_ERROR": "Tjenestebuss, feilkø",
        "E_TLF": "Telefon",
        "E_EPO": "E-post",
    }
)
_PHYSICAL: Final[Mapping[str, str]] = MappingProxyType({"PST": "Postadresse", "RES": "Besøksadresse"})
UNKNOWN_TYPE: Final = "SIM"
"""A physical address type that is in no code set."""


@dataclass(frozen=True)
class Coded:
    """A code of a code set, with its name."""

    value: str
    code_set: int
    text: str


def service_code(code: str) -> Coded | None:
    """What a service is: 8663, or 8666 for those all share, or 8658 for the state; None for none."""
    if not code:
        return None
    code_set, text = _SERVICES.get(code, (8663, code))
    return Coded(code, code_set, text)


def electronic(code: str) -> Coded:
    """What an electronic address is for (9044)."""
    return Coded(code, 9044, _ELECTRONIC.get(code, code))


def physical(code: str) -> Coded:
    """What a physical address is for (3401)."""
    return Coded(code, 3401, _PHYSICAL.get(code, "Ukjent (simulert)"))
