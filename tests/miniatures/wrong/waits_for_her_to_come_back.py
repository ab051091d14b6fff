"""What is written to a nurse lies on her list alone, however long she is away."""

from __future__ import annotations

from tests.miniatures.message import NurseEpj

REMARKS = {"MSG-F38": ("DIA-08",)}


class Wrong(NurseEpj):
    def when_she_is_away(self, thread: str) -> list[str]:
        return []
