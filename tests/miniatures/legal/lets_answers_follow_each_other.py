"""What a second nurse answers hangs on the first answer, which is the previous message of the thread."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Thread

ONLY = ("MSG-F18",)


class Legal(HonestEpj):
    def send_note(self, thread: Thread, parent: str, code: str, text: str) -> None:
        super().send_note(thread, thread.messages[-1]["msg_id"], code, text)
