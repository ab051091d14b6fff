"""Kodeverk 7617: type time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K7617(Kodeverk):
    """Kind of appointment (xCal categories); sources differ on the list, so it stays open."""

    number: ClassVar[int] = 7617
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.7617"
    name: ClassVar[str] = "Type time"
    codes: ClassVar[Mapping[str, str]] = {
        "Ordinær": "Ordinær",
        "Hastetime": "Hastetime",
        "Video": "Video",
        "Tidsvindu": "Tidsvindu",
        "Gruppe": "Gruppe",
        "Vaksine": "Vaksine",
        "Lab": "Lab",
        "Koronatest": "Koronatest",
        "Koronavaksine": "Koronavaksine",
        "Hjemmebesok": "Hjemmebesok",
        "Dagbehandling": "Dagbehandling",
        "Innleggelse": "Innleggelse",
        "Konsultasjon": "Konsultasjon",
        "Poliklinisk": "Poliklinisk",
    }
