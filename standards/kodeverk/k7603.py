"""Kodeverk 7603: kommunikasjonstest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K7603(Kodeverk):
    """Connection test (process DIALOG_INNBYGGER_TEST)."""

    number: ClassVar[int] = 7603
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.7603"
    name: ClassVar[str] = "Kommunikasjonstest"
    closed: ClassVar[bool] = True
    codes: ClassVar[Mapping[str, str]] = {
        "KT": "Kommunikasjonstest",
        "RKT": "Respons på kommunikasjonstest",
    }
