"""Says that a message cannot be read, and takes no more messages that day."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Unreadable

FAILS = {"TRP-F09": ("SI-02",)}


class Wrong(HonestEpj):
    stopped = False

    def receive(self, delivery: Delivery) -> None:
        if self.stopped:
            self.link.complete(delivery)
        else:
            super().receive(delivery)

    def unreadable(self, delivery: Delivery, fault: Unreadable) -> None:
        super().unreadable(delivery, fault)
        self.stopped = True
