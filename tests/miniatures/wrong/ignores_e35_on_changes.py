"""Stops sending after E35 only when a new appointment is refused, and not when a change or a cancellation is."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Logged

FAILS = {"NOTE-F03": ("A22",), "NOTE-F04": ("A22",)}


class Wrong(HonestEpj):
    def rejected(self, sent: Logged, code: str, text: str) -> None:
        super().rejected(sent, code, text)
        if b'V="05"' not in sent.raw:
            self.memory.inactive.discard(sent.patient)
