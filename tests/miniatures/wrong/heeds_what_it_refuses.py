"""Refuses a message about digital status, and marks the citizen as inactive all the same."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import DIGITALBRUKER
from tests.miniatures.reading import Letter

FAILS = {"NOTE-F05": ("A16",)}


class Wrong(HonestEpj):
    def refused(self, letter: Letter) -> None:
        if letter.type == DIGITALBRUKER:
            self.memory.inactive.add(letter.patient)
