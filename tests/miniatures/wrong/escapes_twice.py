"""Escapes the text two times: the citizen reads &amp; for &."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

FAILS = {"MSG-N07": ("EK-01",)}


class Wrong(HonestEpj):
    def encode(self, document: str) -> bytes:
        return document.replace("&amp;", "&amp;amp;").replace("&lt;", "&amp;lt;").encode()
