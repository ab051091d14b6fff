"""The journal has room for a thousand bytes, and thinks that they are a thousand letters."""

from __future__ import annotations

from typing import Any

from tests.miniatures.honest import HonestEpj

FAILS = {"MSG-N18": ("JR-07",)}


class Wrong(HonestEpj):
    def file(self, patient: str, kind: str, text: str, **more: Any) -> None:
        super().file(patient, kind, text.encode()[:1000].decode("utf-8", "ignore"), **more)
