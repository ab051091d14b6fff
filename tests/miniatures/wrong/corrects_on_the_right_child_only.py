"""Tells the right family of an appointment that stood on the wrong child, and leaves the other family with it."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"BOOK-F13": ("A16",)}


class Wrong(HonestEpj):
    def corrected(self, wrong: Appointment, right: Appointment) -> None:
        wrong.status, wrong.slot_free = "cancelled", True
        self.push("05", right)
