"""OriginalMsgId holds an id of its own instead of the MsgId received."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-N01": ("AR-02", "A21")}


class Wrong(HonestEpj):
    def original_of(self, letter: Letter) -> tuple[str, str, str, str]:
        return (*super().original_of(letter)[:3], self.new_msg_id())
