"""Pauses what is planned, and lets a confirmed visit stand while the user is away."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit

REMARKS = {"HOME-F24": ("HV-09",)}


class Wrong(HomeCareEpj):
    def is_paused(self, one: Visit) -> bool:
        return not one.employees and super().is_paused(one)
