"""Turns down the wish of one who acts for herself."""

from __future__ import annotations

from tests.miniatures import templates
from tests.miniatures.family import WISHES, FamilyEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

FAILS = {"BOOK-N44": ("ON-01",)}


class Wrong(FamilyEpj):
    def wish_came(self, letter: Letter) -> After | None:
        after = super().wish_came(letter)
        if letter.acting:
            return after
        note = templates.note("30", "Bare foresatte kan ønske time.")
        return lambda: self._turn_away(letter, note)

    def _turn_away(self, letter: Letter, note: str) -> None:
        self.write(letter.patient, WISHES, [note], letter.msg_id, letter.msg_id)
