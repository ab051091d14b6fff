"""Marks the wish of a youth as declined and tells her nothing."""

from __future__ import annotations

from tests.miniatures.youth import Wish, YouthEpj

FAILS = {"YOUTH-N03": ("YU-03",)}


class Wrong(YouthEpj):
    def turn_down(self, wish: Wish, text: str) -> None:
        """Nothing is sent."""
