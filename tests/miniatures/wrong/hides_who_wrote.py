"""The journal shows the child as the writer, not the parent."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"CANCEL-N04": ("JR-04", "A24"), "JRN-N04": ("JR-04",), "CANCEL-F06": ("JR-04", "A24")}


class Wrong(HonestEpj):
    def acting_of(self, letter: Letter) -> dict[str, str]:
        return {}
