"""Takes in a message that is addressed to another service."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-F08": ("A23",), "MSG-F14": ("A23",)}


class Wrong(HonestEpj):
    def is_for_us(self, letter: Letter, delivery: Delivery) -> bool:
        return True
