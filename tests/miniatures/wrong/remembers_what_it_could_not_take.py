"""Throws away a corrected message: it remembers the MsgId of the one that it sent to the error queue."""

from __future__ import annotations

from contextlib import suppress

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Unreadable

FAILS = {"TRP-F21": ("A21",)}


class Wrong(HonestEpj):
    def unreadable(self, delivery: Delivery, fault: Unreadable) -> None:
        with suppress(Unreadable):
            self.memory.seen_msg_ids.add(self.read(delivery).msg_id)
        super().unreadable(delivery, fault)
