"""Kodeverk 7611: representasjonsforhold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K7611(Kodeverk):
    """Why someone acts for the patient (Pasientrelasjon)."""

    number: ClassVar[int] = 7611
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.7611"
    name: ClassVar[str] = "Representasjonsforhold"
    closed: ClassVar[bool] = True
    codes: ClassVar[Mapping[str, str]] = {
        "FO": "Foreldreansvar",
        "VE": "Vergemål",
        "FU": "Fullmakt",
        "TD": "Tildelt fullmakt",
    }
