"""Wants a birth date in the first six digits, which a D-number has not."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"MSG-N65": ("A21",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        if letter.patient[:1] > "3":
            return [("E36", "Fødselsnummeret er ikke gyldig")]
        return super().refusals(letter, delivery)
