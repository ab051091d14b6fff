"""Takes in a message that names no patient."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {
    "MSG-F04": ("A23",),
    "MSG-F13": ("A23",),
    "MSG-F66": ("A23",),
    "MSG-F69": ("A23",),
    "MSG-F70": ("A23",),
}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        return [one for one in super().refusals(letter, delivery) if one[0] != "E36"]
