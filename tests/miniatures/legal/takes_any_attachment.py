"""Takes in and keeps a file type that Helsenorge does not send; only what a receiver cannot handle must be refused."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

ONLY = ("MSG-F10",)


class Legal(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        return [one for one in super().refusals(letter, delivery) if one[0] != "X99"]
