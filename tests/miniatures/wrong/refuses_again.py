"""Refuses a faulty message every time it comes."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"MSG-F46": ("A21", "AR-05"), "TRP-F19": ("A21", "AR-05")}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        if found:
            self.memory.seen_msg_ids.discard(letter.msg_id)
        return found
