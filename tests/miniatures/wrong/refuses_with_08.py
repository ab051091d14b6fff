"""A refused cancellation is answered as confirmed."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment, Cancellation

FAILS = {"CANCEL-N03": ("AVT-02", "A14")}


class Wrong(HonestEpj):
    def refuse(self, one: Appointment, wish: Cancellation, text: str) -> None:
        self.answer_cancellation(one.patient, one, wish, "08", text)
