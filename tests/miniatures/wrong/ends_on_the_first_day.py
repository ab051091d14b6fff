"""Takes the date of the end from the start, so that what passes midnight ends before it begins."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"TIME-N03": ("A10",)}


class Wrong(HonestEpj):
    def calendar_of(self, one: Appointment) -> str:
        return super().calendar_of(replace(one, end=one.start[:10] + one.end[10:]))
