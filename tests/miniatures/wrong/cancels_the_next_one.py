"""Cancels the patient's next appointment when the message does not say which."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter
from tests.miniatures.records import Appointment

FAILS = {"CANCEL-F15": ("AVT-02",)}


class Wrong(HonestEpj):
    def find_appointment(self, letter: Letter) -> Appointment | None:
        own = [one for one in self.memory.appointments.values() if one.patient == letter.patient]
        standing = sorted((one for one in own if one.status == "planned"), key=lambda one: one.start)
        return super().find_appointment(letter) if letter.event else next(iter(standing), None)
