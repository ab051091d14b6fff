"""Takes in a wish whose content breaks the schema."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.family import WISHES, FamilyEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"BOOK-F41": ("A23",)}


class Wrong(FamilyEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        return [one for one in found if letter.type != WISHES or one[0] != "T02"]
