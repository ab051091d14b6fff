"""Kodeverk 9060: kategori helsepersonell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K9060(Kodeverk):
    """Profession of a practitioner."""

    number: ClassVar[int] = 9060
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.9060"
    name: ClassVar[str] = "Kategori helsepersonell"
    codes: ClassVar[Mapping[str, str]] = {
        "AA": "Ambulansearbeider",
        "AT": "Apotektekniker",
        "AU": "Audiograf",
        "BI": "Bioingeniør",
        "ET": "Ergoterapeut",
        "FO": "Fotterapeut",
        "FT": "Fysioterapeut",
        "HE": "Helsesekretær",
        "HF": "Helsefagarbeider",
        "HP": "Hjelpepleier",
        "JO": "Jordmor",
        "KE": "Klinisk ernæringsfysiolog",
        "KI": "Kiropraktor",
        "LE": "Lege",
        "OA": "Omsorgsarbeider",
        "OI": "Ortopediingeniør",
        "OP": "Optiker",
        "PS": "Psykolog",
        "RA": "Radiograf",
        "SP": "Sykepleier",
        "TH": "Tannhelsesekretær",
        "TL": "Tannlege",
        "TP": "Tannpleier",
        "TT": "Tanntekniker",
        "VP": "Vernepleier",
    }
