"""Shows a visit only when somebody is set up to come."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit

FAILS = {"HOME-N01": ("A19",), "HOME-N07": ("A19",)}


class Wrong(HomeCareEpj):
    def shown(self, patient: str) -> list[Visit]:
        return [one for one in super().shown(patient) if one.employees]
