"""Takes a visit out of the calendar when its time has come, before anybody has registered it."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit
from tests.miniatures.post import OSLO

FAILS = {"HOME-N14": ("A19",)}


class Wrong(HomeCareEpj):
    def shown(self, patient: str) -> list[Visit]:
        now = self.setup.clock().astimezone(OSLO).replace(tzinfo=None).isoformat()
        return [one for one in super().shown(patient) if one.start > now]
