"""Says that a visit cannot be cancelled, and takes it out of the calendar."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj
from tests.miniatures.records import Appointment, Cancellation

FAILS = {"HOME-F16": ("A19",)}


class Wrong(HomeCareEpj):
    def refuse(self, one: Appointment, wish: Cancellation, text: str) -> None:
        super().refuse(one, wish, text)
        one.status = "cancelled"
