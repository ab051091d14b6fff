"""Keeps what a citizen answers to a message that cannot be answered, and says nothing of it."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter
from tests.miniatures.records import Thread

ONLY = ("MSG-F19", "MSG-N04")


class Legal(HonestEpj):
    def answer_closed(self, thread: Thread, letter: Letter) -> None:
        return None
