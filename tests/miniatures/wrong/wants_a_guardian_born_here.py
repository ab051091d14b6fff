"""One who acts for another must have an ordinary national number."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

REMARKS = {"MSG-N31": ("DIA-06",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        other = letter.acting.get("id", "0")[:1] in "4567"
        return [*found, ("X99", "D-nummer kan ikke brukes")] if other else found
