"""Cancels a visit for whoever asks."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj
from tests.miniatures.reading import Letter
from tests.miniatures.records import Appointment

FAILS = {"HOME-F17": ("AVT-02",)}


class Wrong(HomeCareEpj):
    def find_appointment(self, letter: Letter) -> Appointment | None:
        ids = {letter.event.get("uid", ""), letter.event.get("related-to", "")}
        return next((one for one in self.visits() if ids & self.ids_of(one)), None)
