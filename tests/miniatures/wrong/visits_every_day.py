"""Plans a visit every day whatever days staff chose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tests.miniatures.homecare import HomeCareEpj
from tests.miniatures.honest import Answer

FAILS = {"HOME-N02": ("A19",)}


class Wrong(HomeCareEpj):
    def days_of(self, start: datetime, params: Answer) -> Iterator[datetime]:
        return super().days_of(start, {**params, "days": None, "frequency": "daily"})
