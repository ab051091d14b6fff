"""Reads the text up to the first markup, and nothing after it."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import DM, Letter, parse

FAILS = {"MSG-N61": ("JR-07",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        letter.text = parse(delivery.body).findtext(f".//{DM}Sporsmal") or ""
        return letter
