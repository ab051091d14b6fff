"""Kodeverk 9057: rolle i notat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K9057(Kodeverk):
    """Role of a person in a note (RolleNotat)."""

    number: ClassVar[int] = 9057
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.9057"
    name: ClassVar[str] = "Rolle i notat"
    closed: ClassVar[bool] = True
    codes: ClassVar[Mapping[str, str]] = {
        "1": "Forfatter",
        "2": "Medforfatter",
        "3": "Godkjent av",
        "4": "Sendt til",
    }
