"""Kodeverk 8406: omsorgsnivå."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K8406(Kodeverk):
    """Level of care of an appointment in FHIR; the names stand in no source read."""

    number: ClassVar[int] = 8406
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.8406"
    name: ClassVar[str] = "Omsorgsnivå"
    codes: ClassVar[Mapping[str, str]] = {
        "1": "",
        "2": "",
        "3": "",
        "8": "",
    }
