"""Says yes to a wish, and not when the time is."""

from __future__ import annotations

from tests.miniatures import templates
from tests.miniatures.family import WISHES, FamilyEpj, Wish
from tests.miniatures.records import Appointment

FAILS = {"BOOK-N41": ("ON-02",)}


class Wrong(FamilyEpj):
    def give(self, wish: Wish, one: Appointment) -> None:
        self.write(wish.patient, WISHES, [templates.note("05", "Dere har fått time.")], wish.id, wish.id)
