"""Finds an appointment by the start it was set up with, so one that was moved cannot be cancelled."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter
from tests.miniatures.records import Appointment

FAILS = {"CANCEL-N05": ("A14",)}


class Wrong(HonestEpj):
    def push(self, code: str, one: Appointment) -> None:
        if code == "05":
            self.first = {**getattr(self, "first", {}), one.id: self.calendar_time(one.start)}
        super().push(code, one)

    def find_appointment(self, letter: Letter) -> Appointment | None:
        one = super().find_appointment(letter)
        return one if one is not None and self.first[one.id] == letter.event.get("dtstart") else None
