"""A negative receipt from Helsenorge is shown as an acknowledged message."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Logged

FAILS = {
    "MSG-F42": ("TL-01",),
    "MSG-F22": ("TL-01",),
    "MSG-F32": ("TL-01",),
    "BOOK-F02": ("TL-01",),
    "BOOK-F10": ("TL-01",),
    "BOOK-F11": ("TL-01",),
}


class Wrong(HonestEpj):
    def rejected(self, sent: Logged, code: str, text: str) -> None:
        super().rejected(sent, code, text)
        sent.status = "kvittert"
