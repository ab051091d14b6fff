"""The e-IDs that one can log in with, and the level of assurance of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

SUBSTANTIAL: Final = "idporten-loa-substantial"
HIGH: Final = "idporten-loa-high"
LEVELS: Final = (SUBSTANTIAL, HIGH)
ALIASES: Final[Mapping[str, str]] = MappingProxyType({"Level3": SUBSTANTIAL, "Level4": HIGH})
"""What the levels were called before; still taken, never given."""
LEAST_AGE: Final = 13
"""Younger ones have no e-ID of their own here: our own limit, as that of Helsenorge's youth part."""


@dataclass(frozen=True)
class Method:
    """One e-ID; `off` says why it cannot be chosen, when it cannot. The values of amr are our own reading."""

    id: str
    name: str
    acr: str
    amr: str
    off: str = ""


METHODS: Final = (
    Method("bankid", "BankID", HIGH, "BankID"),
    Method("bankid-mobil", "BankID på mobil", HIGH, "BankID Mobil"),
    Method("buypass", "Buypass ID", HIGH, "Buypass"),
    Method("commfides", "Commfides e-ID", HIGH, "Commfides"),
    Method("minid", "MinID", SUBSTANTIAL, "Minid-PIN"),
    Method(
        "feide",
        "Feide",
        SUBSTANTIAL,
        "Feide",
        "Er ikke i bruk: det sto i planene fra 2022, men ungdommer logger inn med MinID.",
    ),
)


def find(name: str) -> Method | None:
    """The e-ID of that id."""
    return next((one for one in METHODS if one.id == name), None)


def enough(acr: str, wanted: str) -> bool:
    """Whether a level is at least another."""
    return LEVELS.index(acr) >= LEVELS.index(wanted)
