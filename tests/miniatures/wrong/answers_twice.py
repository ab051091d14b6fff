"""Every answer to the citizen is sent two times, with a MsgId each."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Thread

FAILS = {"MSG-N01": ("EK-01",), "MSG-F01": ("EK-01",)}


class Wrong(HonestEpj):
    def send_note(self, thread: Thread, parent: str, code: str, text: str) -> None:
        super().send_note(thread, parent, code, text)
        super().send_note(thread, parent, code, text)
