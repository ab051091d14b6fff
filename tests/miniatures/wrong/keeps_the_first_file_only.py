"""Has room for one file in a message."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-N66": ("JR-09",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        letter.attachments = letter.attachments[:1]
        return letter
