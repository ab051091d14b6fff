"""Staff may write to a citizen whom Helsenorge has called inactive, as if somebody could read it."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Logged

FAILS = {"MSG-F22": ("A22",)}


class Wrong(HonestEpj):
    def rejected(self, sent: Logged, code: str, text: str) -> None:
        super().rejected(sent, code, text)
        self.memory.inactive.discard(sent.patient)
