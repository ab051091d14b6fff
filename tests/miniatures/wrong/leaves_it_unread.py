"""What has been answered lies unread for ever."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

REMARKS = {"MSG-N20": ("DIA-07",)}


class Wrong(HonestEpj):
    def seen(self, thread: str) -> None:
        return None
