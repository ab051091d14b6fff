"""Answers the patient's newest wish, whichever staff decided on."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.family import FamilyEpj, Wish
from tests.miniatures.records import Appointment

FAILS = {"BOOK-F42": ("ON-01",)}


class Wrong(FamilyEpj):
    def give(self, wish: Wish, one: Appointment) -> None:
        newest = [other for other in self.wishes if other.patient == wish.patient][-1]
        super().give(replace(wish, id=newest.id), one)
