"""Rejects a cancellation that it cannot read, and cancels the appointment all the same."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"CANCEL-F13": ("AVT-02",)}


class Wrong(HonestEpj):
    def refused(self, letter: Letter) -> None:
        one = self.find_appointment(letter)
        if one is not None:
            one.status, one.slot_free = "cancelled", True
