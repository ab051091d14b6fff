"""Throws away what it had under lock when it went down for maintenance."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj

FAILS = {"TRP-N07": ("A21",), "TRP-N08": ("A14", "A21")}


class Wrong(HonestEpj):
    held = False

    def go_down(self, down: bool) -> None:
        super().go_down(down)
        self.held = self.held or down

    def receive(self, delivery: Delivery) -> None:
        if self.held:
            self.held = False
            self.link.complete(delivery)
        else:
            super().receive(delivery)
