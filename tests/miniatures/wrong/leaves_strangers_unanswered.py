"""Gives no receipt for a message about somebody without a journal."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"NOTE-F01": ("A21",)}


class Wrong(HonestEpj):
    def acknowledge(self, letter: Letter, delivery: Delivery, refusals: list[Refusal]) -> None:
        if letter.patient in self.setup.people:
            super().acknowledge(letter, delivery, refusals)
