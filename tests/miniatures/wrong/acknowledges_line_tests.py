"""Sends a receipt for a test of the line, beside the answer."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"TRP-F23": ("A20", "AR-05"), "MSG-N08": ("AR-05",)}


class Wrong(HonestEpj):
    def line_tested(self, letter: Letter, delivery: Delivery) -> None:
        super().line_tested(letter, delivery)
        self.acknowledge(letter, delivery, [])
