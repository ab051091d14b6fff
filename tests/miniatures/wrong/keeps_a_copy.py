"""Cancels the appointment, and leaves a copy of it in the timebook."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment, Cancellation

FAILS = {"CANCEL-N01": ("AVT-02",)}


class Wrong(HonestEpj):
    def accept(self, one: Appointment, wish: Cancellation, text: str) -> None:
        copy = replace(one, id=self.new_msg_id(), slot=self.new_msg_id())
        self.memory.appointments[copy.id] = copy
        super().accept(one, wish, text)
