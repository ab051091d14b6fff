"""Puts a parent's wish on another of her children."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.family import FamilyEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter
from tests.miniatures.world import PEOPLE

FAILS = {"BOOK-F43": ("JR-07", "JR-06")}


class Wrong(FamilyEpj):
    def wish_came(self, letter: Letter) -> After | None:
        child = next((one for one in PEOPLE if one.ident == letter.patient), None)
        siblings = [one for one in PEOPLE if child and set(one.guardians) & set(child.guardians) and one != child]
        return super().wish_came(replace(letter, patient=siblings[0].ident) if siblings else letter)
