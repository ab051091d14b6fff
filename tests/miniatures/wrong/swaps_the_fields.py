"""Shows the subject where the text should be, and the text as subject."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-N68": ("JR-07",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        letter.subject, letter.text = letter.text, letter.subject
        return letter
