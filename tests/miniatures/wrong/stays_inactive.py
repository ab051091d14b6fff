"""A citizen once inactive stays so, whatever Helsenorge says later."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"BOOK-F03": ("A16", "A22")}


class Wrong(HonestEpj):
    def status_came(self, letter: Letter) -> None:
        if letter.coded != "1":
            super().status_came(letter)
