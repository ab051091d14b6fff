"""Takes away whatever stands between < and > in what the citizen wrote."""

from __future__ import annotations

import re

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-F60": ("JR-07",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        letter.text = re.sub(r"<[^>]*>", "", letter.text)
        return letter
