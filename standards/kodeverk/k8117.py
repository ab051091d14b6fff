"""Kodeverk 8117: avvik i mottatt melding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K8117(Kodeverk):
    """What was wrong with a message that had been accepted (DIALOG_AVVIK)."""

    number: ClassVar[int] = 8117
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.8117"
    name: ClassVar[str] = "Avvik i mottatt melding"
    closed: ClassVar[bool] = True
    codes: ClassVar[Mapping[str, str]] = {
        "1": "Feil adressat",
        "2": "Utilstrekkelige opplysninger",
        "9": "Annet",
    }
