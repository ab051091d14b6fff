"""Cannot say when everything is handled, so that silence stands in for the proof."""

from __future__ import annotations

from typing import Any

from tests.miniatures.honest import HonestEpj

ONLY = ("BOOK-N01", "BOOK-N02", "CANCEL-N02", "MSG-F06")
TARGET = {"settle = true": "settle = false", "queue_exclusive = true": "queue_exclusive = true\nquiet_seconds = 0.3"}


class Legal(HonestEpj):
    def do(self, name: str, params: dict[str, Any]) -> dict[str, Any] | None:
        return None if name == "settle" else super().do(name, params)
