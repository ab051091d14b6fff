"""Confirms the cancellation and then sends the appointment as a new one."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment, Cancellation

FAILS = {"CANCEL-N01": ("AVT-02",), "CANCEL-N02": ("AVT-02",), "CANCEL-F06": ("AVT-02",)}


class Wrong(HonestEpj):
    def accept(self, one: Appointment, wish: Cancellation, text: str) -> None:
        super().accept(one, wish, text)
        self.push("05", one)
