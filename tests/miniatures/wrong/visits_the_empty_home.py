"""Pauses what is planned, and lets a confirmed visit stand while the user is away."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit

FAILS = {"HOME-F24": ("A19",)}


class Wrong(HomeCareEpj):
    def is_paused(self, one: Visit) -> bool:
        return not one.employees and super().is_paused(one)
