"""Sends what happened while the citizen was away as new appointments, those that were called off too."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"NOTE-F08": ("DS-04",)}


class Wrong(HonestEpj):
    def status_came(self, letter: Letter) -> None:
        away = letter.patient in self.memory.inactive
        super().status_came(letter)
        if away and letter.coded == "1":
            for one in [one for one in self.memory.appointments.values() if one.patient == letter.patient]:
                self.push("05", one)
