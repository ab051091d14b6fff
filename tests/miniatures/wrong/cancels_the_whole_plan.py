"""Cancels all visits of a plan when the citizen cancels one."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit
from tests.miniatures.records import Appointment, Cancellation

FAILS = {"HOME-N10": ("A19",)}
REMARKS = {"HOME-F26": ("HV-08",)}


class Wrong(HomeCareEpj):
    def accept(self, one: Appointment, wish: Cancellation, text: str) -> None:
        super().accept(one, wish, text)
        for other in self.visits():
            if isinstance(one, Visit) and other.plan == one.plan:
                other.status = "cancelled"
