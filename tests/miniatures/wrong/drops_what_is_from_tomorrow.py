"""Throws away what the envelope says is from the future, and tells nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj

FAILS = {"TRP-F36": ("A21",)}


class Wrong(HonestEpj):
    def receive(self, delivery: Delivery) -> None:
        try:
            stamp = datetime.fromisoformat(delivery.application.get("applicationTimeStamp", ""))
        except ValueError:
            super().receive(delivery)
            return
        if stamp.tzinfo and stamp - self.setup.clock() > timedelta(minutes=5):
            self.link.complete(delivery)
            return
        super().receive(delivery)
