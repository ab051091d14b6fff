"""Shows the calendar whatever is wrong with the question."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.homecare import HomeCareEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"HOME-F07": ("A23",), "HOME-F08": ("A23",)}


class Wrong(HomeCareEpj):
    def looked_at(self, letter: Letter, delivery: Delivery, refusals: list[Refusal]) -> None:
        super().looked_at(letter, delivery, [])
