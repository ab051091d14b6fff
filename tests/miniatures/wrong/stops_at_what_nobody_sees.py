"""Files a text up to the first sign that it cannot show, and the reference at its end."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"SEC-N03": ("JR-07",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        before, hidden, after = letter.text.partition("\u200b")
        letter.text = f"{before}{after[after.find('(ref') :]}" if hidden else before
        return letter
