"""Who is digitally active for which service area, as HelsenorgeAktivSjekken tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from simulator.national.helsenorge.citizens import POWERS, Citizen

HEALTH, YOUTH = "Helsehjelp", "Ungdom"
AREAS: Final[Mapping[str, int]] = MappingProxyType({HEALTH: 3, YOUTH: 6})
"""Service areas with their codes in kodeverk 7618."""
_YOUTH_FROM: Final = 13
_OWN_FROM: Final = 16
FULL, NONE = "full tilgang", "ingen"
LEVELS: Final = (FULL, "basistilgang", "lesetilgang", NONE)
"""Three levels of consent and none; only the first is named in a source we have read."""


@dataclass(frozen=True)
class Status:
    """Whether one can be reached."""

    own: bool = False
    through_others: bool = False
    power: bool = False

    def to_json(self) -> dict[str, bool]:
        """As the check answers."""
        return {
            "erDigitaltAktivSelv": self.own,
            "erDigitaltAktivViaAndre": self.through_others,
            "tildeltFullmakt": self.power,
        }

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> Status:
        """What `to_json` wrote."""
        return cls(told["erDigitaltAktivSelv"], told["erDigitaltAktivViaAndre"], told["tildeltFullmakt"])

    @property
    def reached(self) -> bool:
        """Whether anybody is reached."""
        return self.own or self.through_others


def status(citizen: Citizen | None, area: str, level: str = "") -> Status:
    """For the service area; `level` is the consent that was set there, empty where none was.

    A child under 16 is never active on their own under Helsehjelp; Ungdom is from 13 years, and needs no parent.
    """
    if citizen is None or citizen.dead or not citizen.number or level not in ("", FULL):
        return Status()
    if area == YOUTH:
        return Status(own=citizen.age >= _YOUTH_FROM and (level == FULL or citizen.active))
    if not citizen.active:
        return Status()
    acting = [one for one in citizen.others if one.rights and one.active]
    power = any(one.bond in POWERS for one in acting)
    return Status(own=citizen.age >= _OWN_FROM, through_others=bool(acting), power=power)
