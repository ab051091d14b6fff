"""Handles what the bus delivers twice as two messages."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"TRP-F20": ("A21", "JR-08", "AR-05")}


class Wrong(HonestEpj):
    def receive(self, delivery: Delivery) -> None:
        super().receive(delivery)
        self.memory.seen_transport_ids.clear()

    def is_duplicate(self, letter: Letter) -> bool:
        return False
