"""A text that has come before is taken for the same message, and gets no receipt."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-F36": ("A21",)}


class Wrong(HonestEpj):
    def is_duplicate(self, letter: Letter) -> bool:
        known = {entry.view["text"] for entry in self.memory.journal if entry.patient == letter.patient}
        return super().is_duplicate(letter) or letter.text in known
