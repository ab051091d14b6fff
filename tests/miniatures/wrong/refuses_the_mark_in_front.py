"""Refuses a message that begins with a byte order mark."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter, Unreadable

REMARKS = {"MSG-F65": ("DIA-06",)}


class Wrong(HonestEpj):
    def check_transport(self, letter: Letter, delivery: Delivery) -> None:
        super().check_transport(letter, delivery)
        if not delivery.body.startswith(b"<"):
            raise Unreadable("ikke XML")
