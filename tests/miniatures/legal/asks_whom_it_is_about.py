"""A message about one child in the conversation about another lies unread until somebody places it."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

ONLY = ("JRN-F05",)


class Legal(HonestEpj):
    def message_came(self, letter: Letter) -> After | None:
        thread = self.memory.threads.get(letter.conversation)
        if thread is None or thread.patient == letter.patient:
            return super().message_came(letter)
        self.came_in(thread)
        return None
