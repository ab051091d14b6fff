"""A message under a MsgId that is known takes the place of the one that came first."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-F20": ("JR-07",)}


class Wrong(HonestEpj):
    def letter_came(self, letter: Letter, delivery: Delivery) -> None:
        for entry in self.memory.journal:
            if entry.view.get("msg_id") == letter.msg_id:
                entry.view["text"] = letter.text
        super().letter_came(letter, delivery)
