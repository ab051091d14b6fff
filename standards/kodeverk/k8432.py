"""Kodeverk 8432: kontakttype."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K8432(Kodeverk):
    """Kind of contact of an appointment in FHIR; only some of the names stand in the sources read."""

    number: ClassVar[int] = 8432
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.8432"
    name: ClassVar[str] = "Kontakttype"
    codes: ClassVar[Mapping[str, str]] = {
        "1": "",
        "2": "",
        "3": "",
        "5": "",
        "6": "Video",
        "7": "Telefon",
        "12": "",
        "13": "",
        "14": "",
    }
