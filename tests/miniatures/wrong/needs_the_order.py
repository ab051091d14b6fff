"""A message that comes before the one it follows begins a conversation of its own."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter
from tests.miniatures.records import Thread

REMARKS = {"MSG-F35": ("DIA-10",)}


class Wrong(HonestEpj):
    def thread_for(self, letter: Letter) -> Thread:
        known = {message["msg_id"] for thread in self.memory.threads.values() for message in thread.messages}
        if letter.parent and letter.parent not in known:
            return self.memory.threads.setdefault(letter.msg_id, Thread(letter.msg_id, letter.patient, letter.subject))
        return super().thread_for(letter)
