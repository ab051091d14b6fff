"""The journal shows the child as the writer, not the parent."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"JRN-N04": ("JR-04",), "MSG-N05": ("JR-04",)}
REMARKS = {"CANCEL-N04": ("A24",)}


class Wrong(HonestEpj):
    def acting_of(self, letter: Letter) -> dict[str, str]:
        return {}
