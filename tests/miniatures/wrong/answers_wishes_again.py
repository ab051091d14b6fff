"""Lets a second nurse decline a wish that has been granted."""

from __future__ import annotations

from tests.miniatures.youth import Wish, YouthEpj

FAILS = {"YOUTH-F04": ("YU-03",)}


class Wrong(YouthEpj):
    def is_open(self, wish: Wish) -> bool:
        return True
