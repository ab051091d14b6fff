"""Throws away what it cannot open, and tells nobody."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.protected import ProtectedEpj
from tests.miniatures.reading import Unreadable

FAILS = {"TRP-F27": ("A23",), "TRP-F28": ("A23",)}


class Wrong(ProtectedEpj):
    def unopened(self, delivery: Delivery, fault: Unreadable) -> None:
        self.log(None, delivery, "feilkø", fault.condition, str(fault))
        self.link.complete(delivery)
