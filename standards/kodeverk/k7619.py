"""Kodeverk 7619: tjenesteområde."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K7619(Kodeverk):
    """Municipal service area of an appointment in FHIR; the list is the one of the profile, so it stays open."""

    number: ClassVar[int] = 7619
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.7619"
    name: ClassVar[str] = "Tjenesteområde"
    codes: ClassVar[Mapping[str, str]] = {
        "3": "Helsestasjon for barn",
        "4": "Skolehelsetjeneste",
        "5": "Jordmor",
        "6": "Helsestasjon for ungdom",
        "7": "Hjemmetjenester",
        "8": "Legevakt",
        "9": "Smittevern",
        "10": "Vaksinasjon",
        "16": "Frisklivssentral",
        "17": "Psykisk helse",
        "18": "Rus og avhengighet",
        "19": "Sykehjem",
    }
