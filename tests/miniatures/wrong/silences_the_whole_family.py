"""One child that is not active takes its brothers and sisters along."""

from __future__ import annotations

from tests.miniatures import world
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"NOTE-F09": ("A16",)}


class Wrong(HonestEpj):
    def status_came(self, letter: Letter) -> None:
        super().status_came(letter)
        parents = next((one.guardians for one in world.PEOPLE if one.ident == letter.patient), ())
        if letter.coded == "2" and parents:
            self.memory.inactive |= {one.ident for one in world.PEOPLE if set(one.guardians) & set(parents)}
