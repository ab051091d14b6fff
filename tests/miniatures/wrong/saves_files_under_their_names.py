"""Saves an attachment as a file under the name it came with, so that one that points elsewhere is not found again."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"SEC-F08": ("JR-09",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        letter.attachments = [one for one in letter.attachments if "/" not in one["description"]]
        return letter
