"""Does not find the time that came of a wish when it is cancelled."""

from __future__ import annotations

from tests.miniatures.family import WISHES, FamilyEpj
from tests.miniatures.reading import Letter
from tests.miniatures.records import Appointment

FAILS = {"BOOK-N43": ("A14",)}


class Wrong(FamilyEpj):
    def find_appointment(self, letter: Letter) -> Appointment | None:
        return None if letter.type == WISHES else super().find_appointment(letter)
