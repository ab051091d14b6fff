"""Source profiles: by which edition of the sources a message is judged; what came later is told, never failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from standards.errors import StandardsError
from standards.processes.sources import APPOINTMENT, APPOINTMENT_254, HITS_2019, NEWEST, SOURCES, WIKI, in_force

__all__ = [
    "APPOINTMENT",
    "APPOINTMENT_254",
    "HITS_2019",
    "NEWEST",
    "PROFILES",
    "WIKI",
    "Profile",
    "chosen",
    "in_force",
    "not_in",
]


@dataclass(frozen=True)
class Profile:
    """One edition of the sources, with a title (bokmål)."""

    id: str
    title: str


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        HITS_2019: Profile(HITS_2019, "HITS 1217:2018 v3.21 og HITS 1216:2018 v1.11 (2019)"),
        WIKI: Profile(WIKI, "Helsenorges egne sider, oppå HITS 1217"),
        APPOINTMENT_254: Profile(
            APPOINTMENT_254, "FHIR-profilen hn-basis-appointment 2.5.4, der hjemmetjenester ikke kan avbestilles"
        ),
        APPOINTMENT: Profile(APPOINTMENT, "FHIR-profilen hn-basis-appointment 2.5.5, oppå Helsenorges sider"),
    }
)
"""Oldest first; the newest is what one judges by when nothing else is asked."""

RELATIONS: Mapping[str, str] = MappingProxyType({"FO": HITS_2019, "VE": HITS_2019, "FU": HITS_2019, "TD": WIKI})
"""Kodeverk 7611: the code, and the source that brought it."""

CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("Ordinær", "Hastetime", "Tidsvindu", "Video"), HITS_2019),
        **dict.fromkeys(("Gruppe", "Vaksine", "Lab", "Koronatest", "Koronavaksine"), WIKI),
        **dict.fromkeys(
            ("Hjemmebesok", "Dagbehandling", "Innleggelse", "Konsultasjon", "Poliklinisk"),
            APPOINTMENT,
        ),
    }
)
"""Kodeverk 7617: the code, and the source that brought it; no newer list takes one away that an EPJ may still send."""


def chosen(profile: str | None) -> str:
    """The profile asked for, or the newest; raises `StandardsError` for one that does not exist."""
    if profile is None:
        return NEWEST
    if profile not in SOURCES:
        raise StandardsError(
            f"Kildeprofilen {profile} finnes ikke.",
            expected=", ".join(SOURCES),
            found=profile,
            fix="Velg en av profilene, eller utelat valget for å bruke den nyeste.",
        )
    return profile


def not_in(profile: str, what: str) -> str:
    """Why something from a newer source is not judged."""
    return f"{what} er ikke med i kilden {profile}, men i en nyere."
