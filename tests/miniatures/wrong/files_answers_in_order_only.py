"""Acknowledges an answer that comes before the one it continues, and files it nowhere."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

FAILS = {"TRP-N06": ("JR-08",)}


class Wrong(HonestEpj):
    def message_came(self, letter: Letter) -> After | None:
        thread = self.memory.threads.get(letter.conversation)
        known = {message["msg_id"] for message in thread.messages} if thread else {letter.parent}
        return super().message_came(letter) if letter.parent in known else None
