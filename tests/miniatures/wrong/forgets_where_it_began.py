"""When a conversation has more than four messages, the answers begin a new one."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Thread

FAILS = {"MSG-N17": ("MH-08",)}


class Wrong(HonestEpj):
    def write(self, patient: str, type_: str, documents: list[str], parent: str = "", conversation: str = "") -> str:
        thread = self.memory.threads.get(conversation, Thread("", "", ""))
        root = parent if len(thread.messages) > 4 else conversation
        return super().write(patient, type_, documents, parent, root)
