"""Has what it sends in the transport log, and of what comes only what it refuses."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-N42": ("JR-16",)}


class Wrong(HonestEpj):
    def log(
        self, letter: Letter | None, delivery: Delivery, status: str, code: str | None = None, text: str | None = None
    ) -> None:
        if status != "mottatt":
            super().log(letter, delivery, status, code, text)
