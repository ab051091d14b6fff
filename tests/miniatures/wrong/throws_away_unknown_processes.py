"""Throws away what is of a process it does not have, and tells nobody."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Unreadable

FAILS = {"TRP-F06": ("A21",), "MSG-F09": ("A23",)}


class Wrong(HonestEpj):
    def unreadable(self, delivery: Delivery, fault: Unreadable) -> None:
        if fault.condition == "transport:unsupported-message":
            self.link.complete(delivery)
        else:
            super().unreadable(delivery, fault)
