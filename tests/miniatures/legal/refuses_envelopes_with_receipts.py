"""Tells of a faulty envelope in a receipt, and throws away whatever comes under that MsgId afterwards."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Unreadable

ONLY = ("TRP-F01", "TRP-F03", "TRP-F04", "TRP-F21")


class Legal(HonestEpj):
    def unreadable(self, delivery: Delivery, fault: Unreadable) -> None:
        letter = self.read(delivery)
        self.memory.seen_msg_ids.add(letter.msg_id)
        self.log(letter, delivery, "avvist", "T02", str(fault))
        self.link.complete(delivery)
        self.acknowledge(letter, delivery, [("T02", str(fault))])
