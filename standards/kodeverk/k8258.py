"""Kodeverk 8258: status på mottatt melding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K8258(Kodeverk):
    """Status of a receipt."""

    number: ClassVar[int] = 8258
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.8258"
    name: ClassVar[str] = "Status på mottatt melding"
    closed: ClassVar[bool] = True
    codes: ClassVar[Mapping[str, str]] = {
        "1": "OK",
        "2": "Avvist",
        "3": "OK, feil i delmelding",
    }
