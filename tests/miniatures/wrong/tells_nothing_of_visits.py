"""Does not tell what has become of a visit."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit

FAILS = {"HOME-N08": ("A16",), "HOME-N09": ("A16",), "HOME-F12": ("A16",)}


class Wrong(HomeCareEpj):
    def tell(self, one: Visit, status: str) -> None:
        return
