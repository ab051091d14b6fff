"""Names one employee where two come."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit

REMARKS = {"HOME-N04": ("HV-01",)}


class Wrong(HomeCareEpj):
    def names_of(self, one: Visit) -> tuple[str, ...]:
        return one.employees[:1]
