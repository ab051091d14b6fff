"""Sends the appointments that Helsenorge refused with E35 when the citizen is active again."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import DIGITALBRUKER, After
from tests.miniatures.reading import Letter

ONLY = ("BOOK-F01", "BOOK-F03", "BOOK-N10")


class Legal(HonestEpj):
    def keep(self, letter: Letter) -> After | None:
        was_inactive = letter.patient in self.memory.inactive
        after = super().keep(letter)
        if letter.type == DIGITALBRUKER and was_inactive and letter.patient not in self.memory.inactive:
            return lambda: self.catch_up(letter.patient)
        return after

    def catch_up(self, patient: str) -> None:
        for one in self.memory.appointments.values():
            if one.patient == patient and one.status == "planned":
                self.push("05", one)
