"""Says 08, but the slot stays taken in the calendar."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment, Cancellation

FAILS = {"CANCEL-N01": ("AVT-02",), "CANCEL-F03": ("AVT-02",), "CANCEL-F06": ("AVT-02",)}


class Wrong(HonestEpj):
    def accept(self, one: Appointment, wish: Cancellation, text: str) -> None:
        super().accept(one, wish, text)
        one.slot_free = False
