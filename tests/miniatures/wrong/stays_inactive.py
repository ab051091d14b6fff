"""A citizen once refused with E35 stays inactive, whatever Helsenorge says later."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter
from tests.miniatures.records import Logged

FAILS = {"BOOK-F03": ("A16", "A22")}


class Wrong(HonestEpj):
    def rejected(self, sent: Logged, code: str, text: str) -> None:
        super().rejected(sent, code, text)
        self.refused_once = code == "E35"

    def status_came(self, letter: Letter) -> None:
        if not getattr(self, "refused_once", False):
            super().status_came(letter)
