"""A refused cancellation puts the appointment back at the time it was moved from, without a word."""

from __future__ import annotations

from tests.miniatures.honest import Answer, HonestEpj
from tests.miniatures.records import Appointment, Cancellation

FAILS = {"CANCEL-F08": ("AVT-02",)}


class Wrong(HonestEpj):
    before: tuple[str, str] = ("", "")

    def staff_change_appointment(self, params: Answer) -> Answer:
        one = self.memory.appointments[params["appointment"]]
        self.before = (one.start, one.end)
        return super().staff_change_appointment(params)

    def refuse(self, one: Appointment, wish: Cancellation, text: str) -> None:
        one.start, one.end = self.before
        super().refuse(one, wish, text)
