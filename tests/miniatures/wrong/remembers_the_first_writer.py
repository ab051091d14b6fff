"""The journal shows whoever wrote first in a thread as the writer of all that comes in it."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After, Setup
from tests.miniatures.reading import Letter

FAILS = {"MSG-N11": ("JR-04",), "MSG-N12": ("JR-04",), "MSG-N29": ("JR-04",)}


class Wrong(HonestEpj):
    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.first: dict[str, dict[str, str]] = {}

    def message_came(self, letter: Letter) -> After | None:
        self.first.setdefault(letter.conversation or letter.msg_id, letter.acting)
        return super().message_came(letter)

    def acting_of(self, letter: Letter) -> dict[str, str]:
        return self.first.get(letter.conversation or letter.msg_id, letter.acting)
