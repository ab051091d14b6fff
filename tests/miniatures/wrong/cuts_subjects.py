"""The journal has room for forty letters of the subject."""

from __future__ import annotations

from typing import Any

from tests.miniatures.honest import HonestEpj

REMARKS = {"MSG-N18": ("DIA-01",)}


class Wrong(HonestEpj):
    def file(self, patient: str, kind: str, text: str, **more: Any) -> None:
        super().file(patient, kind, text, **{**more, "subject": (more.get("subject") or "")[:40] or None})
