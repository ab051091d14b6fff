"""Letters outside Latin-1 go out as question marks."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

FAILS = {"MSG-N07": ("EK-01",)}
REMARKS = {"MSG-N64": ("JR-15",)}


class Wrong(HonestEpj):
    def encode(self, document: str) -> bytes:
        return document.encode("latin-1", "replace").decode("latin-1").encode()
