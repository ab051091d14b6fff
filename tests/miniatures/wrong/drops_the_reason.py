"""The reason for cancelling is not filed."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

REMARKS = {"CANCEL-N04": ("A24",)}


class Wrong(HonestEpj):
    def cancellation_came(self, letter: Letter) -> After | None:
        letter.text = ""
        return super().cancellation_came(letter)
