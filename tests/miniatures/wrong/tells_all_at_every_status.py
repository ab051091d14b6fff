"""Sends every planned appointment, twice over, each time Helsenorge says that the citizen is active."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

REMARKS = {"NOTE-F06": ("DS-02",), "NOTE-F07": ("DS-02",)}


class Wrong(HonestEpj):
    def status_came(self, letter: Letter) -> None:
        super().status_came(letter)
        planned = [one for one in self.memory.appointments.values() if one.status == "planned"]
        if letter.coded == "1":
            for one in [one for one in planned if one.patient == letter.patient] * 2:
                self.push("05", one)
