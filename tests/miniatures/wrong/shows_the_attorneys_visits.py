"""Shows the visits of the one who asks, not of the one she asks for."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj
from tests.miniatures.reading import Letter

FAILS = {"HOME-N06": ("A19",)}


class Wrong(HomeCareEpj):
    def whose(self, letter: Letter) -> str:
        return letter.acting.get("id") or letter.patient
