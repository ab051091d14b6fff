"""Every message from a citizen starts a new thread in the journal."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter
from tests.miniatures.records import Thread

FAILS = {"MSG-N45": ("JR-01",), "MSG-N03": ("JR-01",), "JRN-N02": ("JR-01",)}


class Wrong(HonestEpj):
    def thread_for(self, letter: Letter) -> Thread:
        return self.memory.threads.setdefault(letter.msg_id, Thread(letter.msg_id, letter.patient, letter.subject))
