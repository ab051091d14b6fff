"""Does not answer what is asked in real time."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-N08": ("A20",)}


class Wrong(HonestEpj):
    def line_tested(self, letter: Letter, delivery: Delivery) -> None:
        return
