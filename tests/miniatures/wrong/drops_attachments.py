"""The text is filed, the attachments are lost."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

FAILS = {"MSG-N44": ("JR-09",), "MSG-N06": ("JR-09",)}


class Wrong(HonestEpj):
    def message_came(self, letter: Letter) -> After | None:
        letter.attachments = []
        return super().message_came(letter)
