"""Keeps sending to a citizen whom Helsenorge has called inactive."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Logged

FAILS = {"BOOK-F01": ("A22",)}


class Wrong(HonestEpj):
    def rejected(self, sent: Logged, code: str, text: str) -> None:
        super().rejected(sent, code, text)
        self.memory.inactive.discard(sent.patient)
