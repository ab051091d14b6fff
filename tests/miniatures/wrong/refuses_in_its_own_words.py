"""Sends a standard text instead of what staff wrote when they refused the cancellation."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment, Cancellation

REMARKS = {"CANCEL-N08": ("AVT-12",)}


class Wrong(HonestEpj):
    def refuse(self, one: Appointment, wish: Cancellation, text: str) -> None:
        super().refuse(one, wish, "Timen kan ikke avbestilles.")
