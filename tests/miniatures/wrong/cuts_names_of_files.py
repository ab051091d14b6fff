"""Keeps letters and digits of what a file is called, and nothing else."""

from __future__ import annotations

import re

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-N67": ("JR-09",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        for file in letter.attachments:
            file["description"] = re.sub(r"[^A-Za-z0-9 ]", "_", file["description"])
        return letter
