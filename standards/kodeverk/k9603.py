"""Kodeverk 9603: tilgangsbegrensning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K9603(Kodeverk):
    """Restricted access to what is shown on Helsenorge; sources differ on the list, so it stays open."""

    number: ClassVar[int] = 9603
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.9603"
    name: ClassVar[str] = "Tilgangsbegrensning"
    codes: ClassVar[Mapping[str, str]] = {
        "N": "Normal",
        "NORN_FORANS": "Ikke for foreldre",
        "NORN_UNGDOM": "Ikke for ungdommen",
        "NORN_ALL": "",
        "NORN_EPO": "",
        "NORN_FFL": "",
        "NORN_FOR": "",
        "NORN_KUT": "",
        "NORS": "",
    }
