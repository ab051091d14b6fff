"""Cancels an appointment that is over; inferred only, so this is a remark."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

REMARKS = {"CANCEL-F02": ("AVT-04",)}


class Wrong(HonestEpj):
    def is_past(self, one: Appointment) -> bool:
        return False
