"""Says of a D-number that it is a fødselsnummer."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

FAILS = {"BOOK-N17": ("MH-06",)}


class Wrong(HonestEpj):
    def encode(self, document: str) -> bytes:
        return super().encode(document.replace('"DNR"', '"FNR"').replace('"D-nummer"', '"Fødselsnummer"'))
