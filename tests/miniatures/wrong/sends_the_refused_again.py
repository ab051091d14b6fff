"""Resends a refused message unchanged, with the same MsgId."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import UTSENDING
from tests.miniatures.records import Logged

FAILS = {"BOOK-F02": ("A16",)}


class Wrong(HonestEpj):
    def rejected(self, sent: Logged, code: str, text: str) -> None:
        super().rejected(sent, code, text)
        to = self.setup.helsenorge[1][1]
        self.transmit(sent.raw.decode(), UTSENDING, f"{to}_async", to, msg_id=sent.msg_id or "", patient=sent.patient)
