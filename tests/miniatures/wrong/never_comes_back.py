"""A citizen whom Helsenorge has said is not active stays so, whatever Helsenorge says later."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"NOTE-N02": ("A16",)}


class Wrong(HonestEpj):
    def status_came(self, letter: Letter) -> None:
        if letter.coded == "2":
            super().status_came(letter)
