"""Turns local time into UTC as if there were no summer time."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.miniatures.honest import HonestEpj

FAILS = {"TIME-N01": ("A10",)}


class Wrong(HonestEpj):
    def calendar_time(self, local: str) -> str:
        return f"{datetime.fromisoformat(local) - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
