"""The clinic cancels, and Helsenorge is never told."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"BOOK-N03": ("A16",)}


class Wrong(HonestEpj):
    def push(self, code: str, one: Appointment) -> None:
        if code != "08":
            super().push(code, one)
