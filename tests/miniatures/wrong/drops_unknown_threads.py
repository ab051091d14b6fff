"""A message in a conversation that the journal does not know is acknowledged, and then nobody has it."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

FAILS = {"MSG-F26": ("JR-06",)}


class Wrong(HonestEpj):
    def message_came(self, letter: Letter) -> After | None:
        strange = letter.conversation and letter.conversation not in self.memory.threads
        return None if strange else super().message_came(letter)
