"""Goes on showing visits after the service has ended."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit

FAILS = {"HOME-F10": ("A19",)}


class Wrong(HomeCareEpj):
    def can_end(self, one: Visit) -> bool:
        return False
