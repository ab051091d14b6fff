"""Staff cancel the appointment in silence, and the parent's waiting cancellation is refused."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"CANCEL-F07": ("AVT-02",)}


class Wrong(HonestEpj):
    def called_off(self, one: Appointment) -> None:
        waiting = one.cancellation
        if waiting is None:
            super().called_off(one)
            return
        one.status, one.slot_free, waiting.state = "cancelled", True, "refused"
        self.refuse(one, waiting, "Timen er ikke lenger satt opp.")
