"""A message about somebody without a journal is acknowledged, and then nobody has it."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

FAILS = {"MSG-F31": ("JR-06",)}


class Wrong(HonestEpj):
    def message_came(self, letter: Letter) -> After | None:
        return super().message_came(letter) if letter.patient in self.setup.people else None
