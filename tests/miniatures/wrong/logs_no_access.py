"""Nobody can see who has read a journal."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

FAILS = {"JRN-N05": ("JR-05",)}


class Wrong(HonestEpj):
    def opened(self, patient: str, action: str) -> None:
        """Nothing is logged."""
