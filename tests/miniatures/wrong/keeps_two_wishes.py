"""Acknowledges a wish that comes twice once, and puts it before staff twice."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.family import WISHES, FamilyEpj
from tests.miniatures.reading import Letter

FAILS = {"BOOK-F40": ("YU-02", "JR-08")}


class Wrong(FamilyEpj):
    def letter_came(self, letter: Letter, delivery: Delivery) -> None:
        if letter.type == WISHES and self.is_duplicate(letter):
            self.wishes.append(self.wish_of(letter))
        super().letter_came(letter, delivery)
