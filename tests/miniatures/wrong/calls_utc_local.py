"""Writes GenDate in UTC and says that it is Norwegian time."""

from __future__ import annotations

from datetime import UTC

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import OSLO

FAILS = {"TIME-N04": ("TID-01",)}


class Wrong(HonestEpj):
    def now_text(self) -> str:
        now = self.setup.clock()
        return now.astimezone(UTC).replace(tzinfo=None).replace(tzinfo=OSLO).isoformat(timespec="seconds")
