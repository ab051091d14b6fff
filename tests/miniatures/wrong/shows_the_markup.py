"""Text that came with emphasis is shown with its tags."""

from __future__ import annotations

import re

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

REMARKS = {"MSG-N28": ("DIA-08",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        marked = re.search(rb"Sporsmal>(.*)</[a-z0-9:]*Sporsmal>", delivery.body, re.DOTALL)
        if marked and b"<" in marked[1]:
            letter.text = marked[1].decode()
        return letter
