"""Staff cancel the appointment, and the parent's waiting cancellation is never answered."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"CANCEL-F07": ("A14",)}


class Wrong(HonestEpj):
    def called_off(self, one: Appointment) -> None:
        one.cancellation = None
        super().called_off(one)
