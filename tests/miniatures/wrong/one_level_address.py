"""The sender is the municipality alone, without the service."""

from __future__ import annotations

import re

from tests.miniatures.honest import HonestEpj

FAILS = {"BOOK-N01": ("MH-04",)}


class Wrong(HonestEpj):
    def encode(self, document: str) -> bytes:
        return re.sub("(<Sender>.*?</Ident>)<Organisation>.*?</Organisation>", r"\1", document).encode()
