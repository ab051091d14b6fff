"""Tells that a visit was called off when it was carried out."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit

FAILS = {"HOME-N08": ("HV-04",)}


class Wrong(HomeCareEpj):
    def tell(self, one: Visit, status: str) -> None:
        super().tell(one, "CANCELLED")
