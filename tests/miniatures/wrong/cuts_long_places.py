"""Has room for fifty characters in the name of a place."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

REMARKS = {"BOOK-F20": ("AVT-22",)}


class Wrong(HonestEpj):
    def calendar_of(self, one: Appointment) -> str:
        return super().calendar_of(replace(one, location=one.location[:50]))
