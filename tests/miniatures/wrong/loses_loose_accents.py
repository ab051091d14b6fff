"""Drops accents that come as signs of their own."""

from __future__ import annotations

import unicodedata

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-N62": ("JR-07",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        letter.text = "".join(sign for sign in letter.text if not unicodedata.combining(sign))
        return letter
