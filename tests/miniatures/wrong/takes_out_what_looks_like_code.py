"""Takes out what stands between angle brackets before it is filed or sent."""

from __future__ import annotations

import re

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter
from tests.miniatures.records import Thread

FAILS = {"SEC-N01": ("JR-07",), "SEC-N04": ("EK-01",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        letter.text = re.sub("<[^>]*>", "", letter.text)
        return letter

    def send_note(self, thread: Thread, parent: str, code: str, text: str) -> None:
        super().send_note(thread, parent, code, re.sub("<[^>]*>", "", text))
