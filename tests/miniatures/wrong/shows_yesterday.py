"""Goes on showing the visits of days that are over."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit

REMARKS = {"HOME-F23": ("HV-07",)}


class Wrong(HomeCareEpj):
    def shown(self, patient: str) -> list[Visit]:
        return [one for one in self.visits() if one.patient == patient and one.status == "planned"]
