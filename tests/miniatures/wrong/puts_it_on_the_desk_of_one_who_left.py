"""A message to a nurse who does not work here is acknowledged, and lies where nobody looks."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.message import NurseEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

FAILS = {"MSG-F28": ("JR-06",)}


class Wrong(NurseEpj):
    asked_for = False

    def letter_came(self, letter: Letter, delivery: Delivery) -> None:
        self.asked_for = b"RoleToPatient" in delivery.body
        super().letter_came(letter, delivery)

    def message_came(self, letter: Letter) -> After | None:
        return None if self.asked_for else super().message_came(letter)
