"""Refuses a message about one without a journal."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

ONLY = ("MSG-F31",)


class Legal(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        return found if letter.patient in self.setup.people else [*found, ("E36", "Ingen journal")]
