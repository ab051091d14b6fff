"""Says that a message has come, and stops where a file in it is empty."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

FAILS = {"MSG-F76": ("JR-07",)}


class Wrong(HonestEpj):
    def message_came(self, letter: Letter) -> After | None:
        if any(file["size"] == 0 for file in letter.attachments):
            return None
        return super().message_came(letter)
