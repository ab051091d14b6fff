"""Reads what is neither signed nor encrypted as if it were."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.protected import OPEN, ProtectedEpj

FAILS = {"TRP-F26": ("A23",)}


class Wrong(ProtectedEpj):
    def check_content_type(self, delivery: Delivery) -> None:
        if delivery.properties.get("content_type") != OPEN:
            super().check_content_type(delivery)
