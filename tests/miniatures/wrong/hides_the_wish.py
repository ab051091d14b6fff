"""Journals a wish for a time, and puts it before nobody."""

from __future__ import annotations

from tests.miniatures.family import FamilyEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

FAILS = {"BOOK-N40": ("JR-07",)}


class Wrong(FamilyEpj):
    def wish_came(self, letter: Letter) -> After | None:
        self.file_in(letter, "melding_inn")
        return None
