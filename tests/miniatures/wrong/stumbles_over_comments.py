"""Cannot read a message that has comments."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter, Unreadable

REMARKS = {"MSG-F62": ("DIA-06",)}


class Wrong(HonestEpj):
    def check_transport(self, letter: Letter, delivery: Delivery) -> None:
        super().check_transport(letter, delivery)
        if b"<!--" in delivery.body:
            raise Unreadable("uventet element")
