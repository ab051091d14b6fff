"""An answer to a parent is about the child that she wrote about last."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter
from tests.miniatures.records import Thread

FAILS = {"MSG-N14": ("MH-06",)}


class Wrong(HonestEpj):
    newest = ""

    def message_came(self, letter: Letter) -> After | None:
        self.newest = letter.patient
        return super().message_came(letter)

    def send_note(self, thread: Thread, parent: str, code: str, text: str) -> None:
        super().send_note(replace(thread, patient=self.newest), parent, code, text)
