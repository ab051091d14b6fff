"""Takes text in a CDATA section for something that is not text."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-F61": ("JR-07",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        letter.text = "" if b"<![CDATA[" in delivery.body else letter.text
        return letter
