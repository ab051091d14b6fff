"""Says that a cancellation is confirmed, and not of which appointment."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment, Cancellation

REMARKS = {"CANCEL-N09": ("AVT-13",)}


class Wrong(HonestEpj):
    def answer_cancellation(
        self, patient: str, one: Appointment | None, wish: Cancellation, code: str, text: str
    ) -> None:
        super().answer_cancellation(patient, None, wish, code, text)
