"""Takes a message whose content is in a format it does not know, and files it empty."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"TRP-F11": ("A23",), "MSG-F03": ("A23",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        letter.payload_fault = ""
        return letter
