"""A cancellation that was refused once is never looked at again."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

FAILS = {"CANCEL-N12": ("A14",)}


class Wrong(HonestEpj):
    def cancellation_came(self, letter: Letter) -> After | None:
        one = self.find_appointment(letter)
        if one is not None and one.cancellation and one.cancellation.state == "refused":
            return None
        return super().cancellation_came(letter)
