"""An answer to a message that cannot be answered is acknowledged, and then nobody has it."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

FAILS = {"MSG-F19": ("JR-06",)}


class Wrong(HonestEpj):
    def message_came(self, letter: Letter) -> After | None:
        thread = self.memory.threads.get(letter.conversation)
        return None if thread and thread.closed else super().message_came(letter)
