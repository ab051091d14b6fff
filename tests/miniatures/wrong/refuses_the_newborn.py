"""Takes a birth year like this one for a mistake."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"MSG-N70": ("A21",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        year = self.setup.clock().year % 100
        if letter.patient[4:6] in (f"{year:02}", f"{year - 1:02}"):
            return [("E36", "Fødselsåret er ikke mulig")]
        return super().refusals(letter, delivery)
