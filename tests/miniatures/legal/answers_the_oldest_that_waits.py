"""When two messages wait, the answer hangs on the first of them."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Thread

ONLY = ("MSG-N15", "MSG-N02")


class Legal(HonestEpj):
    def send_note(self, thread: Thread, parent: str, code: str, text: str) -> None:
        waiting = []
        for message in reversed(thread.messages):
            if message["direction"] == "ut":
                break
            waiting.append(message["msg_id"])
        super().send_note(thread, waiting[-1], code, text)
