"""Kodeverk 8112: rolle til mottaker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K8112(Kodeverk):
    """Role of a receiver; AVS, REQ and SPR stand in receipts."""

    number: ClassVar[int] = 8112
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.8112"
    name: ClassVar[str] = "Rolle til mottaker"
    closed: ClassVar[bool] = True
    codes: ClassVar[Mapping[str, str]] = {
        "PRIM": "Primærmottaker",
        "COP": "Kopimottaker",
        "FR": "",
        "OR": "",
        "AVS": "Avsender",
        "REQ": "Rekvirent",
        "SPR": "Tjenesteyter",
    }
