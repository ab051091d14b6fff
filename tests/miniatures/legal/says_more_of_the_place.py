"""Adds the address to the place that staff registered."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

ONLY = ("BOOK-N01", "BOOK-N02", "BOOK-N06", "BOOK-N12", "BOOK-F20")


class Legal(HonestEpj):
    def calendar_of(self, one: Appointment) -> str:
        return super().calendar_of(replace(one, location=f"{one.location}, Storgata 1, 9999 Storvik"))
