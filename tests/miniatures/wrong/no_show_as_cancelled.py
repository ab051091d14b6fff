"""A patient who does not turn up is reported as 08."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"BOOK-N04": ("A17",)}


class Wrong(HonestEpj):
    def push(self, code: str, one: Appointment) -> None:
        super().push("08" if code == "11" else code, one)
