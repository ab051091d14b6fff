"""Acknowledges what citizens send, but files nothing."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {
    "MSG-N05": ("JR-06", "JR-07"),
    "JRN-N01": ("JR-06", "JR-07"),
    "JRN-F02": ("JR-06", "JR-08"),
    "MSG-N09": ("JR-06", "JR-07"),
}


class Wrong(HonestEpj):
    def file_in(self, letter: Letter, kind: str, **links: str | None) -> None:
        """Nothing is filed."""
