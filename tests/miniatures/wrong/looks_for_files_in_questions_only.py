"""Keeps the files of a new question, but not those of an answer in a thread."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

FAILS = {"MSG-N71": ("JR-09",)}


class Wrong(HonestEpj):
    def message_came(self, letter: Letter) -> After | None:
        if letter.conversation:
            letter.attachments = []
        return super().message_came(letter)
