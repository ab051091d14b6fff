"""Tells only the first thing that is wrong with a message, and only its code."""

from __future__ import annotations

import re

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

REMARKS = {"MSG-F47": ("KON-02",), "TRP-F16": ("KON-02",), "TRP-F17": ("AR-07",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        return super().refusals(letter, delivery)[:1]

    def encode(self, document: str) -> bytes:
        return re.sub(r'(<Error V="[^"]*" S="[^"]*") DN="[^"]*" OT="[^"]*"', r'\1 DN=""', document).encode()
