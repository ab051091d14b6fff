"""Kodeverk 8116: ID-type for personer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K8116(Kodeverk):
    """Kind of person identifier."""

    number: ClassVar[int] = 8116
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.8116"
    name: ClassVar[str] = "ID-type for personer"
    closed: ClassVar[bool] = True
    codes: ClassVar[Mapping[str, str]] = {
        "FNR": "Fødselsnummer",
        "DNR": "D-nummer",
        "HNR": "H-nummer",
        "FHN": "Felles hjelpenummer",
        "HPR": "HPR-nummer",
        "HER": "HER-id",
        "DUF": "DUF-nummer",
        "UID": "Utenlandsk identifikasjon",
        "PNR": "Passnummer",
        "SSN": "Sosial-security-nummer",
        "SEF": "Svensk personnummer",
        "DKF": "Dansk personnummer",
        "FPN": "Forsikringspolisenummer",
        "XXX": "Annet",
    }
