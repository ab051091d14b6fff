"""Ack N on messages that need a receipt."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

FAILS = {"BOOK-N01": ("MH-07",)}


class Wrong(HonestEpj):
    def encode(self, document: str) -> bytes:
        return document.replace('<Ack V="J" DN="Ja"/>', '<Ack V="N" DN="Nei"/>').encode()
