"""Kodeverk 9034: helsepersonells rolle i forhold til pasient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K9034(Kodeverk):
    """Role of a practitioner to the patient (RoleToPatient)."""

    number: ClassVar[int] = 9034
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.9034"
    name: ClassVar[str] = "Helsepersonells rolle i forhold til pasient"
    codes: ClassVar[Mapping[str, str]] = {
        "3": "Behandlende lege",
        "6": "Fastlege",
        "9": "Primærkontakt",
        "14": "Ansvarlig jordmor",
        "15": "Vikar for fastlege",
        "16": "Turnuslege",
        "17": "Forløpskoordinator kreft",
        "18": "Koordinator",
        "21": "Helsefaglig kontakt",
        "22": "Kontakt i primærhelseteam",
        "23": "Ønsket behandler",
        "24": "Kontaktperson hos mottaker",
    }
