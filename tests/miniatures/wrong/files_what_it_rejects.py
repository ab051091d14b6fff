"""A rejected message is filed in the journal all the same."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-F03": ("JR-03",), "JRN-F01": ("JR-03",)}


class Wrong(HonestEpj):
    def refused(self, letter: Letter) -> None:
        self.file_in(letter, "melding_inn")
