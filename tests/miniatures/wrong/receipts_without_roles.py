"""Sends receipts that do not say who is sender and receiver of what."""

from __future__ import annotations

import re

from tests.miniatures.honest import HonestEpj

FAILS = {"MSG-N40": ("KON-06", "AR-03"), "TRP-N01": ("KON-06", "AR-03")}


class Wrong(HonestEpj):
    def encode(self, document: str) -> bytes:
        return re.sub("<Role [^>]*/>", "", document).encode()
