"""Has no limits: a message that is too much for it is the last one that it reads."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj

FAILS = {"SEC-F02": ("SI-02",), "SEC-F06": ("SI-02",), "SEC-F07": ("SI-02",)}


class Wrong(HonestEpj):
    stopped = False

    def receive(self, delivery: Delivery) -> None:
        too_much = len(delivery.body) > 100_000 or delivery.body.count(b"<d>") > 1000 or b"<!ENTITY a9" in delivery.body
        self.stopped = self.stopped or too_much
        if self.stopped:
            self.link.complete(delivery)
        else:
            super().receive(delivery)
