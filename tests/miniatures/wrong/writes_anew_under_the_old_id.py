"""What is written after a refusal goes under the MsgId that was refused."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Logged

FAILS = {"MSG-F23": ("TL-08",), "MSG-F33": ("TL-08",)}


class Wrong(HonestEpj):
    refused_id = ""

    def rejected(self, sent: Logged, code: str, text: str) -> None:
        super().rejected(sent, code, text)
        self.refused_id = sent.msg_id or ""

    def new_msg_id(self) -> str:
        again, self.refused_id = self.refused_id, ""
        return again or super().new_msg_id()
