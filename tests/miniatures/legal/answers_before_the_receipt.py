"""Sends the answer first and the receipt for the question after it; no source says which comes first."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

ONLY = ("CANCEL-N01", "CANCEL-F01", "CANCEL-F04")


class Legal(HonestEpj):
    def keep(self, letter: Letter) -> After | None:
        after = super().keep(letter)
        if after is not None:
            after()
        return None
