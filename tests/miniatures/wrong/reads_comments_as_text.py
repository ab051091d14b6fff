"""Files a comment in the message as if the citizen had written it."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-F62": ("JR-07",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        if b"<!--" in delivery.body:
            letter.text = f"Foresporsel {letter.text}"
        return letter
