"""Kodeverk 1101: ja/nei."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K1101(Kodeverk):
    """Yes or no."""

    number: ClassVar[int] = 1101
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.1101"
    name: ClassVar[str] = "Ja/nei"
    closed: ClassVar[bool] = True
    codes: ClassVar[Mapping[str, str]] = {
        "1": "Ja",
        "2": "Nei",
    }
