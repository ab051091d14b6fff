"""Answers from the health station what a youth wrote to the service for youth."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.records import Thread
from tests.miniatures.youth import YouthEpj

FAILS = {"YOUTH-N07": ("MH-05",)}


class Wrong(YouthEpj):
    def send_note(self, thread: Thread, parent: str, code: str, text: str) -> None:
        right = self.setup
        self.setup = replace(right, own=(right.own[0], ("Storvik helsestasjon", "8210012")))
        super().send_note(thread, parent, code, text)
        self.setup = right
