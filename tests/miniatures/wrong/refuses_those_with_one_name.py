"""Takes it for a mistake that somebody has the same name twice."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"MSG-N63": ("A21",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        if len(set(letter.patient_name.split())) < 2:
            return [("E36", "Navnet er ikke et navn")]
        return super().refusals(letter, delivery)
