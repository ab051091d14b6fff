"""Declines the wish of a youth and leaves out what the nurse wrote."""

from __future__ import annotations

from tests.miniatures.youth import Wish, YouthEpj

REMARKS = {"YOUTH-N03": ("AVT-12",)}


class Wrong(YouthEpj):
    def turn_down(self, wish: Wish, text: str) -> None:
        super().turn_down(wish, "")
