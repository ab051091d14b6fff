"""Puts a copy of the message in the parent's own journal, also of one that names no patient and is refused."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"MSG-N05": ("JR-06",), "MSG-F04": ("JR-06",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        if letter.acting.get("id"):
            self.file_in(replace(letter, patient=letter.acting["id"]), "melding_inn")
        return super().refusals(letter, delivery)
