"""Says that there are visits, and shows none."""

from __future__ import annotations

from tests.miniatures import templates
from tests.miniatures.buslink import Delivery
from tests.miniatures.homecare import HomeCareEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"HOME-F04": ("A19",)}


class Wrong(HomeCareEpj):
    def looked_at(self, letter: Letter, delivery: Delivery, refusals: list[Refusal]) -> None:
        documents = [templates.note("01", ""), self.calendar(self.shown(letter.patient))]
        self.answer_at_once(letter, delivery, documents)
