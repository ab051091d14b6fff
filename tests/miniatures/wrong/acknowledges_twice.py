"""Sends every receipt twice."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"MSG-N01": ("AR-05", "A21"), "JRN-N02": ("AR-05", "A21")}


class Wrong(HonestEpj):
    def acknowledge(self, letter: Letter, delivery: Delivery, refusals: list[Refusal]) -> None:
        super().acknowledge(letter, delivery, refusals)
        super().acknowledge(letter, delivery, refusals)
