"""Sends every appointment twice to one who begins to use Helsenorge."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"BOOK-N10": ("A16",)}


class Wrong(HonestEpj):
    def status_came(self, letter: Letter) -> None:
        super().status_came(letter)
        own = [one for one in self.memory.appointments.values() if one.patient == letter.patient]
        for one in [*own, *own] if letter.coded == "1" else []:
            if one.status == "planned":
                self.push("05", one)
