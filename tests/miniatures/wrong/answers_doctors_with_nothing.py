"""Sends another health actor an answer without the text that staff wrote."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import ACTORS
from tests.miniatures.records import Thread

FAILS = {"MSG-N50": ("HD-02",)}


class Wrong(HonestEpj):
    def send_note(self, thread: Thread, parent: str, code: str, text: str) -> None:
        super().send_note(thread, parent, code, "" if thread.type == ACTORS else text)
