"""Answers an e-consultation in the ordinary dialog, with the code of that."""

from __future__ import annotations

from tests.miniatures.post import EKONTAKT
from tests.miniatures.records import Thread
from tests.miniatures.youth import YouthEpj

FAILS = {"YOUTH-N05": ("EK-01",), "YOUTH-F06": ("MH-03",)}


class Wrong(YouthEpj):
    def send_note(self, thread: Thread, parent: str, code: str, text: str) -> None:
        thread.type = EKONTAKT
        super().send_note(thread, parent, "19" if code == "12" else code, text)
