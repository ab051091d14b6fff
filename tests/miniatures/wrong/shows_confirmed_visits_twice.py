"""Shows a confirmed visit as planned too."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.homecare import HomeCareEpj, Visit

FAILS = {"HOME-N03": ("A19",)}


class Wrong(HomeCareEpj):
    def shown(self, patient: str) -> list[Visit]:
        found = super().shown(patient)
        return [*found, *(replace(one, employees=()) for one in found if one.employees)]
