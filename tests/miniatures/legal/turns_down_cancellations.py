"""A nurse's no to a cancellation goes out as a refusal (26), which the guide lists beside 09."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment, Cancellation

ONLY = ("JRN-F04",)


class Legal(HonestEpj):
    def refuse(self, one: Appointment, wish: Cancellation, text: str) -> None:
        self.answer_cancellation(one.patient, one, wish, "26", text)
