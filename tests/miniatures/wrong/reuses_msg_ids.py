"""All messages have the same MsgId."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Setup

FAILS = {"MSG-N49": ("HD-01", "MH-02"), "BOOK-N05": ("MH-02",), "MSG-N01": ("MH-02",)}


class Wrong(HonestEpj):
    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.only_id = super().new_msg_id()

    def new_msg_id(self) -> str:
        return self.only_id
