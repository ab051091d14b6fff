"""Does not say that the times are a window."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit

REMARKS = {"HOME-N05": ("HV-02",)}


class Wrong(HomeCareEpj):
    def categories_of(self, one: Visit) -> tuple[str, ...]:
        return super().categories_of(one)[-1:]
