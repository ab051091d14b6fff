"""Accepts a message whose MsgId is not a UUID."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"MSG-F02": ("A23", "JR-03"), "MSG-F12": ("A23",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        return [one for one in super().refusals(letter, delivery) if not one[1].startswith("MsgId")]
