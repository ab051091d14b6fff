"""Files what citizens write, but not what staff write to them."""

from __future__ import annotations

from typing import Any

from tests.miniatures.honest import HonestEpj

FAILS = {"JRN-N06": ("JR-10",), "JRN-N07": ("JR-10",), "JRN-N08": ("JR-10",)}


class Wrong(HonestEpj):
    def file(self, patient: str, kind: str, text: str, **more: Any) -> None:
        if kind != "melding_ut":
            super().file(patient, kind, text, **more)
