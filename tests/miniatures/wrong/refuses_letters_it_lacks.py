"""Refuses a patient whose name has letters that its own database has no room for."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"MSG-N64": ("A21",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        if letter.patient_name != letter.patient_name.encode("latin-1", "ignore").decode("latin-1"):
            return [("E36", "Navnet har ulovlige tegn")]
        return super().refusals(letter, delivery)
