"""Says that a message has come, and files it only when it knows the number."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

FAILS = {"JRN-F06": ("JR-06",)}


class Wrong(HonestEpj):
    def message_came(self, letter: Letter) -> After | None:
        return super().message_came(letter) if letter.patient in self.setup.people else None
