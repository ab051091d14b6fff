"""Goes on showing a visit that has been carried out."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit

FAILS = {"HOME-F13": ("A19",)}


class Wrong(HomeCareEpj):
    def shown(self, patient: str) -> list[Visit]:
        done = [one for one in self.visits() if one.patient == patient and one.status == "performed"]
        return [*done, *super().shown(patient)]
