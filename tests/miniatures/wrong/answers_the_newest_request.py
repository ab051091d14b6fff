"""Answers the newest cancellation that waits, whichever appointment staff decided on."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment, Cancellation

FAILS = {"CANCEL-N10": ("A14", "A13")}


class Wrong(HonestEpj):
    def answer_cancellation(
        self, patient: str, one: Appointment | None, wish: Cancellation, code: str, text: str
    ) -> None:
        own = [found for found in self.memory.appointments.values() if found.patient == patient]
        asked = [found.cancellation for found in own if found.cancellation]
        answered = getattr(self, "answered", [])
        left = [found for found in asked if found not in answered]
        newest = left[-1] if left else wish
        self.answered = [*answered, newest]
        super().answer_cancellation(patient, one, newest, code, text)
