"""Sends one message for an appointment until its receipt has come, and forgets what happened meanwhile."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"BOOK-F17": ("A16",)}


class Wrong(HonestEpj):
    def __init__(self, *setup: object) -> None:
        super().__init__(*setup)  # type: ignore[arg-type]
        self.just_moved = ""

    def moved(self, one: Appointment) -> None:
        super().moved(one)
        self.just_moved = one.id

    def push(self, code: str, one: Appointment) -> None:
        if not (code == "08" and one.id == self.just_moved):
            super().push(code, one)
