"""Kodeverk 8114: type innhold i dokument."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from standards.kodeverk.base import Kodeverk


class K8114(Kodeverk):
    """How a document of the header is carried (RefDoc/MsgType)."""

    number: ClassVar[int] = 8114
    oid: ClassVar[str] = "2.16.578.1.12.4.1.1.8114"
    name: ClassVar[str] = "Type innhold i dokument"
    closed: ClassVar[bool] = True
    codes: ClassVar[Mapping[str, str]] = {
        "XML": "XML-instans",
        "A": "Vedlegg",
        "REF": "Referanse",
    }
