"""Goes on showing visits while they are paused."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit

FAILS = {"HOME-N07": ("A19",), "HOME-F09": ("A19",)}


class Wrong(HomeCareEpj):
    def is_paused(self, one: Visit) -> bool:
        return False
