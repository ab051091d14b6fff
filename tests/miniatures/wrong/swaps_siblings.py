"""The second appointment goes out with the name and number of the first patient."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"BOOK-N06": ("MH-06", "A10", "A16")}


class Wrong(HonestEpj):
    def push(self, code: str, one: Appointment) -> None:
        first = next(iter(self.memory.appointments.values()))
        mixed = replace(one, patient=first.patient)
        super().push(code, mixed)
