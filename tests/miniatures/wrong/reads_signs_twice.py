"""Turns &lt; into < although the XML parser has done it already."""

from __future__ import annotations

import html

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-N60": ("JR-07",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        letter.text = html.unescape(letter.text)
        return letter
