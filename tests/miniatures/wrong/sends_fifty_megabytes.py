"""A new appointment is sent in a message padded to 50 MB, far beyond what the bus may be asked to carry."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

FAILS = {"BOOK-N01": ("TR-01",)}
SECONDS = 30


class Wrong(HonestEpj):
    def encode(self, document: str) -> bytes:
        raw = super().encode(document)
        return raw + b"<!--" + b" " * 50_000_000 + b"-->" if 'V="05"' in document else raw
