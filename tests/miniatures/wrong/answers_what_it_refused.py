"""Refuses a message and then answers it."""

from __future__ import annotations

from tests.miniatures import templates
from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import EKONTAKT, Refusal
from tests.miniatures.reading import Letter

FAILS = {"MSG-F03": ("A23",)}


class Wrong(HonestEpj):
    def acknowledge(self, letter: Letter, delivery: Delivery, refusals: list[Refusal]) -> None:
        super().acknowledge(letter, delivery, refusals)
        if refusals:
            note = templates.note("19", "Takk, vi ser på det.")
            self.write(letter.patient, EKONTAKT, [note], letter.msg_id, letter.msg_id)
