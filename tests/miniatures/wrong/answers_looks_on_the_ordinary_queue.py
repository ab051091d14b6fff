"""Answers a question in real time on the queue of ordinary messages."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.homecare import HomeCareEpj

FAILS = {"HOME-F01": ("A20",)}


class Wrong(HomeCareEpj):
    def reply_queue(self, delivery: Delivery) -> str:
        return super().reply_queue(delivery).replace("_syncreply", "_async")
