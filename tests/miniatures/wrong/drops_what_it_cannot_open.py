"""Throws away files that it cannot show, and says that everything has come."""

from __future__ import annotations

import base64

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import B64, Letter, parse

FAILS = {"MSG-F78": ("A23",), "MSG-F79": ("A23",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        raw = [base64.b64decode(one.text or "") for one in parse(delivery.body).iter(f"{B64}Base64Container")]
        letter.attachments = [
            file for file, content in zip(letter.attachments, raw, strict=True) if self.opens(content)
        ]
        return letter

    def opens(self, content: bytes) -> bool:
        return content.startswith(b"%PDF") and b"/Encrypt" not in content
