"""Shows the first who wrote for a user as the writer of all that comes later."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj
from tests.miniatures.post import Setup
from tests.miniatures.reading import Letter

FAILS = {"HOME-F18": ("JR-04",), "HOME-F19": ("JR-04",)}


class Wrong(HomeCareEpj):
    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.first: dict[str, dict[str, str]] = {}

    def acting_of(self, letter: Letter) -> dict[str, str]:
        return self.first.setdefault(letter.patient, letter.acting)
