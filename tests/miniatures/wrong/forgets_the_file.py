"""Sends the answer, and not the file that staff put with it."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Thread

FAILS = {"MSG-N51": ("HD-01",)}


class Wrong(HonestEpj):
    def extra_documents(self, thread: Thread) -> list[str]:
        return []
