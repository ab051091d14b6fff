"""A conversation that staff began has room for one answer; the next is acknowledged and gone."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

FAILS = {"MSG-N16": ("JR-01",), "MSG-N12": ("JR-04",)}


class Wrong(HonestEpj):
    def message_came(self, letter: Letter) -> After | None:
        thread = self.memory.threads.get(letter.conversation)
        began = bool(thread and thread.messages and thread.messages[0]["direction"] == "ut")
        if thread and began and len(thread.messages) > 1:
            return None
        return super().message_came(letter)
