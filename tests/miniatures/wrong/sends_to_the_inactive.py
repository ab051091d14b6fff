"""Takes the message that a citizen is not active, and sends her appointments all the same."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"NOTE-N01": ("DS-01",)}
REMARKS = {"NOTE-F10": ("DS-06",)}


class Wrong(HonestEpj):
    def status_came(self, letter: Letter) -> None:
        if letter.coded == "1":
            super().status_came(letter)
