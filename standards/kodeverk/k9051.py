"""Kodeverk 9051: iD-type for organisatoriske enheter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K9051(Kodeverk):
    """Kind of identifier of an organisation."""

    number: ClassVar[int] = 9051
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.9051"
    name: ClassVar[str] = "ID-type for organisatoriske enheter"
    closed: ClassVar[bool] = True
    codes: ClassVar[Mapping[str, str]] = {
        "HER": "HER-id",
        "ENH": "Organisasjonsnummeret i Enhetsregisteret",
        "RSH": "RESH-id",
        "LOK": "Lokal identifikator",
        "LIN": "Lokal identifikator for institusjoner",
        "LAV": "Lokal identifikator for avdelinger",
        "AVD": "",
        "APO": "",
        "AKO": "",
        "NPR": "",
        "SYS": "",
    }
