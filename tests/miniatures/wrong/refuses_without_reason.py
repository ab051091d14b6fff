"""A negative receipt without any Error."""

from __future__ import annotations

import re

from tests.miniatures.honest import HonestEpj

FAILS = {"MSG-F03": ("AR-04",)}


class Wrong(HonestEpj):
    def encode(self, document: str) -> bytes:
        return re.sub("<Error [^>]*/>", "", document).encode()
