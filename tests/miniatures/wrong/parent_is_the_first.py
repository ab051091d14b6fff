"""RefToParent always names the first message of the thread, not the previous one."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Thread

FAILS = {"MSG-N02": ("MH-08",)}


class Wrong(HonestEpj):
    def send_note(self, thread: Thread, parent: str, code: str, text: str) -> None:
        super().send_note(thread, thread.id, code, text)
