"""Reads every message as UTF-8, whatever it says itself."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-F64": ("JR-07",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        if b"encoding='ISO-8859-1'" in delivery.body:
            letter.text = letter.text.encode("latin-1", "replace").decode("utf-8", "replace")
        return letter
