"""Kodeverk 3101: kjønn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K3101(Kodeverk):
    """Sex (ISO 5218)."""

    number: ClassVar[int] = 3101
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.3101"
    name: ClassVar[str] = "Kjønn"
    closed: ClassVar[bool] = True
    codes: ClassVar[Mapping[str, str]] = {
        "0": "Ikke kjent",
        "1": "Mann",
        "2": "Kvinne",
        "9": "Ikke spesifisert",
    }
