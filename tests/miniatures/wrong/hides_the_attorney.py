"""Shows the user as the writer of what her attorney wrote."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj
from tests.miniatures.reading import Letter

FAILS = {"HOME-N11": ("JR-04",), "HOME-N12": ("JR-04",), "HOME-F18": ("JR-04",)}


class Wrong(HomeCareEpj):
    def acting_of(self, letter: Letter) -> dict[str, str]:
        return {}
