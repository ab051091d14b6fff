"""Calls off everything that day when one appointment is called off."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"BOOK-F16": ("A16",)}


class Wrong(HonestEpj):
    def called_off(self, one: Appointment) -> None:
        for other in list(self.memory.appointments.values()):
            if other.start[:10] == one.start[:10] and other.status == "planned":
                super().called_off(other)
