"""Times in the calendar are UTC without the Z, an hour or two early for the parent."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

FAILS = {"BOOK-N01": ("A10",), "BOOK-N06": ("A10",)}


class Wrong(HonestEpj):
    def calendar_time(self, local: str) -> str:
        return super().calendar_time(local).rstrip("Z")
