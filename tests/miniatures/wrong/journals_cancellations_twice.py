"""A cancellation that comes again is neither receipted nor answered again, but it is journaled once more."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"CANCEL-F04": ("JR-08",)}


class Wrong(HonestEpj):
    def is_duplicate(self, letter: Letter) -> bool:
        duplicate = super().is_duplicate(letter)
        if duplicate:
            self.file_in(letter, "avbestilling")
        return duplicate
