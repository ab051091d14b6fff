"""What a parent writes about a child is filed on the parent."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"JRN-N01": ("JR-06", "JR-07"), "MSG-N05": ("JR-06", "JR-07", "MH-06")}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        letter.patient = letter.acting.get("id") or letter.patient
        return letter
