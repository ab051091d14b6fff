"""Puts the name of whoever wrote under every message to a citizen, and files it so."""

from __future__ import annotations

from tests.miniatures.honest import STAFF, Answer, HonestEpj
from tests.miniatures.records import Thread

ONLY = ("MSG-N03", "MSG-N04", "MSG-N07", "MSG-N18", "MSG-N25", "JRN-N06", "JRN-N07", "JRN-N08", "SEC-N04")
SIGNED = f"\n\nHilsen {' '.join(STAFF)}"


class Legal(HonestEpj):
    def send_note(self, thread: Thread, parent: str, code: str, text: str) -> None:
        super().send_note(thread, parent, code, f"{text}{SIGNED}")

    def staff_start_dialog(self, params: Answer) -> Answer:
        return super().staff_start_dialog({**params, "text": f"{params['text']}{SIGNED}"})
