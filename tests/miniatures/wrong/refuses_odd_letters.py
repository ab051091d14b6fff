"""Refuses a text with signs that are unusual: safe, and a nuisance."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

REMARKS = {"SEC-N01": ("AR-07",), "SEC-N02": ("AR-07",), "SEC-N03": ("AR-07",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        odd = any(sign in letter.text for sign in ("<", "'", "\u200b"))
        return [*super().refusals(letter, delivery), *([("X99", "Ulovlige tegn")] if odd else [])]
