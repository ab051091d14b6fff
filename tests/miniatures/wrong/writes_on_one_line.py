"""The journal shows every message on one line."""

from __future__ import annotations

from typing import Any

from tests.miniatures.honest import HonestEpj

REMARKS = {"MSG-N19": ("DIA-02",)}


class Wrong(HonestEpj):
    def file(self, patient: str, kind: str, text: str, **more: Any) -> None:
        super().file(patient, kind, " ".join(text.split()), **more)
