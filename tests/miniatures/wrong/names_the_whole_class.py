"""Writes the names of all who come at the same time into each message."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"BOOK-N12": ("AVT-21",)}


class Wrong(HonestEpj):
    def calendar_of(self, one: Appointment) -> str:
        together = [other for other in self.memory.appointments.values() if other.start == one.start]
        names = [self.setup.people[other.patient] for other in together]
        listed = ", ".join(f"{given} {family}" for family, given in names)
        return super().calendar_of(replace(one, summary=f"{one.summary}: {listed}"))
