"""Tells of a change only when the appointment begins at another time."""

from __future__ import annotations

from tests.miniatures.honest import Answer, HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"BOOK-N18": ("A16",), "BOOK-N19": ("A16",)}


class Wrong(HonestEpj):
    quiet = False

    def staff_change_appointment(self, params: Answer) -> Answer:
        self.quiet = self.memory.appointments[params["appointment"]].start == params["start"]
        return super().staff_change_appointment(params)

    def moved(self, one: Appointment) -> None:
        if not self.quiet:
            super().moved(one)
