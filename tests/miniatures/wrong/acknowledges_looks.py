"""Gives a receipt for a question in real time."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.buslink import Delivery
from tests.miniatures.homecare import HomeCareEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"HOME-F01": ("A20",)}


class Wrong(HomeCareEpj):
    def looked_at(self, letter: Letter, delivery: Delivery, refusals: list[Refusal]) -> None:
        super().looked_at(letter, delivery, refusals)
        properties = {**delivery.properties, "reply_to": f"{letter.sender[1][1]}_async"}
        self.acknowledge(letter, replace(delivery, properties=properties), refusals)
