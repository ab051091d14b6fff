"""Shows staff the code of a refusal, and nothing of what was wrong."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Logged

FAILS = {"BOOK-F12": ("TL-06",)}


class Wrong(HonestEpj):
    def rejected(self, sent: Logged, code: str, text: str) -> None:
        super().rejected(sent, code, "Avvist")
