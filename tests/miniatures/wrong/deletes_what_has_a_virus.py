"""Says that a message has come, and lets the virus scanner take all of it away."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

FAILS = {"MSG-F77": ("JR-07",)}


class Wrong(HonestEpj):
    def message_came(self, letter: Letter) -> After | None:
        if any("virus" in file["description"] for file in letter.attachments):
            return None
        return super().message_came(letter)
