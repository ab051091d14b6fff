"""Gives every message of one appointment the same AMQP message-id, so that all but the first are lost."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"BOOK-N01": ("TR-02",)}


class Wrong(HonestEpj):
    reused = ""

    def new_message_id(self, *, error: bool = False) -> str:
        return self.reused or super().new_message_id(error=error)

    def push(self, code: str, one: Appointment) -> None:
        self.reused = self.new_msg_id()
        super().push(code, one)
        super().push("08", one)
        self.reused = ""
