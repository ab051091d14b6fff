"""A note in which Helsenorge says that it cannot show a message is rejected as invalid."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"MSG-F24": ("A21",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        return [*found, ("T02", "Ukjent svarkode 26")] if letter.code == "26" else found
