"""A move is sent as 08 and a new 05."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"BOOK-N02": ("A16",)}


class Wrong(HonestEpj):
    def moved(self, one: Appointment) -> None:
        self.push("08", one)
        self.push("05", one)
