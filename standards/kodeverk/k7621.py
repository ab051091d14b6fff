"""Kodeverk 7621: avlysningsgrunn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K7621(Kodeverk):
    """Why a municipal appointment in FHIR is cancelled; the list is the one of the profile, so it stays open."""

    number: ClassVar[int] = 7621
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.7621"
    name: ClassVar[str] = "Avlysningsgrunn"
    codes: ClassVar[Mapping[str, str]] = {
        "AAT": "Avlyst av tjeneste",
        "AIH": "Avlyst - ikke hjemme",
        "AAI": "Avlyst av innbygger",
        "APVAI": "Avlyst på vegne av innbygger",
        "IM": "Ikke møtt",
    }
