"""Sends, beside the right receipt, one for a message that nobody has sent."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

REMARKS = {"MSG-N01": ("AR-02",)}


class Wrong(HonestEpj):
    def acknowledge(self, letter: Letter, delivery: Delivery, refusals: list[Refusal]) -> None:
        super().acknowledge(letter, delivery, refusals)
        super().acknowledge(replace(letter, msg_id=self.new_msg_id()), delivery, [])
