"""Tells of the time that a youth asked for as any other appointment too, where her parents see it."""

from __future__ import annotations

from tests.miniatures.records import Appointment
from tests.miniatures.youth import Wish, YouthEpj

FAILS = {"YOUTH-N02": ("YU-01",)}
REMARKS = {"YOUTH-F05": ("YU-05",)}


class Wrong(YouthEpj):
    def give(self, wish: Wish, one: Appointment) -> None:
        super().give(wish, one)
        self.kept_private.discard(one.id)
        self.push("05", one)
