"""Refuses the message that the citizen is active, though nothing is wrong with it."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import DIGITALBRUKER, Refusal
from tests.miniatures.reading import Letter

FAILS = {"BOOK-F03": ("A21",)}


class Wrong(HonestEpj):
    def acknowledge(self, letter: Letter, delivery: Delivery, refusals: list[Refusal]) -> None:
        wrongly: list[Refusal] = [("X99", "Meldingen brukes ikke")] if letter.type == DIGITALBRUKER else refusals
        super().acknowledge(letter, delivery, wrongly)
