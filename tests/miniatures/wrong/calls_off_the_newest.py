"""Calls off the patient's newest appointment, whichever staff chose."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"BOOK-F14": ("AVT-01",)}


class Wrong(HonestEpj):
    def called_off(self, one: Appointment) -> None:
        super().called_off([other for other in self.memory.appointments.values() if other.patient == one.patient][-1])
