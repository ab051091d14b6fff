"""Every answer in a conversation hangs on the message that began it."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Thread

FAILS = {"MSG-N15": ("MH-08",), "MSG-N17": ("MH-08",)}


class Wrong(HonestEpj):
    def send_note(self, thread: Thread, parent: str, code: str, text: str) -> None:
        super().send_note(thread, thread.messages[0]["msg_id"], code, text)
