"""Shows the visits of all its users to each of them."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit

FAILS = {"HOME-F02": ("A19",), "HOME-F04": ("A19",)}


class Wrong(HomeCareEpj):
    def shown(self, patient: str) -> list[Visit]:
        everybody = {one.patient for one in self.visits()} | {patient}
        return [one for user in everybody for one in super(Wrong, self).shown(user)]
