"""Waits for staff with the answer, but sends the appointment as cancelled at once."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

FAILS = {"CANCEL-N02": ("AVT-03",), "CANCEL-N03": ("AVT-02",)}


class Wrong(HonestEpj):
    def cancellation_came(self, letter: Letter) -> After | None:
        after, one = super().cancellation_came(letter), self.find_appointment(letter)
        if after is None and one is not None:
            return lambda: self.push("08", one)
        return after
