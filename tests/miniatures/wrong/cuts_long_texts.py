"""The journal has room for sixty characters."""

from __future__ import annotations

from typing import Any

from tests.miniatures.honest import HonestEpj

FAILS = {"JRN-N01": ("JR-07",)}


class Wrong(HonestEpj):
    def file(self, patient: str, kind: str, text: str, **more: Any) -> None:
        super().file(patient, kind, text[:60], **more)
