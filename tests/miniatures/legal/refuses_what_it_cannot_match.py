"""Refuses a cancellation of what is not the patient's with a receipt, and answers nothing."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.homecare import HomeCareEpj
from tests.miniatures.post import AVBESTILLING, Refusal
from tests.miniatures.reading import Letter

ONLY = ("HOME-F17", "HOME-N10")


class Legal(HomeCareEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        if letter.type == AVBESTILLING and self.find_appointment(letter) is None:
            found.append(("X99", "Pasienten har ikke dette besøket"))
        return found
