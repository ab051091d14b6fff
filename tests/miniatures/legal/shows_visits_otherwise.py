"""Home care that shows ten days in UTC with a new uid each time, leaves out what is off, and tells of it with 08."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.miniatures import templates
from tests.miniatures.homecare import HomeCareEpj, Visit
from tests.miniatures.post import OSLO, UTSENDING

ONLY = (
    *("HOME-N01", "HOME-N02", "HOME-N03", "HOME-N07", "HOME-N08", "HOME-N09", "HOME-N10"),
    *("HOME-F05", "HOME-F06", "HOME-F11", "HOME-F12", "HOME-F13", "HOME-F14", "HOME-F17", "HOME-F26"),
)
DAYS = 10


def utc(local: str) -> str:
    return datetime.fromisoformat(local).replace(tzinfo=OSLO).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Legal(HomeCareEpj):
    def shown(self, patient: str) -> list[Visit]:
        last = (self.setup.clock() + timedelta(days=DAYS)).astimezone(OSLO).date().isoformat()
        return [one for one in super().shown(patient) if one.status == "planned" and one.day <= last]

    def event_of(self, one: Visit, status: str = "") -> str:
        return super().event_of(replace(one, start=utc(one.start), end=utc(one.end)), status)

    def uid_of(self, one: Visit) -> str:
        return str(uuid.uuid4())

    def tell(self, one: Visit, status: str) -> None:
        """What was carried out is told with the time that they came."""
        if status == "COMPLETED":
            came = (datetime.fromisoformat(one.start) + timedelta(minutes=7)).isoformat()
            super().tell(replace(one, start=came), status)
        else:
            self.write(one.patient, UTSENDING, [templates.request("08", "7602"), self.calendar([one], status)])
