"""Grants a wish with 05 and leaves out when and where."""

from __future__ import annotations

from tests.miniatures import templates
from tests.miniatures.records import Appointment
from tests.miniatures.youth import WISHES, Wish, YouthEpj

FAILS = {"YOUTH-N02": ("A10",)}


class Wrong(YouthEpj):
    def give(self, wish: Wish, one: Appointment) -> None:
        self.write(wish.patient, WISHES, [templates.note("05", "Kom på torsdag.")], wish.id, wish.id)
