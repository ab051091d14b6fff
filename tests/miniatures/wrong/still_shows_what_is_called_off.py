"""Shows a visit that was called off as if it stood."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit

FAILS = {"HOME-F14": ("A19",), "HOME-N10": ("A19",)}


class Wrong(HomeCareEpj):
    def status_of(self, one: Visit) -> str:
        return "CONFIRMED"

    def reason_of(self, one: Visit) -> str:
        return ""
