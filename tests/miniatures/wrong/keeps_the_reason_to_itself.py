"""Staff see that a message was rejected, and with which code, but not why."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Logged

FAILS = {"MSG-F23": ("DIA-03",)}


class Wrong(HonestEpj):
    def rejected(self, sent: Logged, code: str, text: str) -> None:
        super().rejected(sent, code, "Avvist")
