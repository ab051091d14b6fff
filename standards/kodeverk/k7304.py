"""Kodeverk 7304: bekreftelse ønskes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K7304(Kodeverk):
    """Whether a receipt is wanted (Ack in the header)."""

    number: ClassVar[int] = 7304
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.7304"
    name: ClassVar[str] = "Bekreftelse ønskes"
    closed: ClassVar[bool] = True
    codes: ClassVar[Mapping[str, str]] = {
        "J": "Ja",
        "N": "Nei",
        "F": "Kun ved feil",
    }
