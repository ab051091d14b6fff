"""Has room for a megabyte in each file, and keeps what there is room for."""

from __future__ import annotations

import hashlib

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-F75": ("A23",)}
ROOM = 1024 * 1024


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        for file in letter.attachments:
            if file["size"] > ROOM:
                file["size"], file["sha256"] = ROOM, hashlib.sha256(b"cut").hexdigest()
        return letter
