"""A cancellation of a past appointment is never answered."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment, Cancellation

FAILS = {"CANCEL-F02": ("A14",)}


class Wrong(HonestEpj):
    def answer_cancellation(
        self, patient: str, one: Appointment | None, wish: Cancellation, code: str, text: str
    ) -> None:
        if code != "09":
            super().answer_cancellation(patient, one, wish, code, text)
