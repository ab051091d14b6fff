"""Sends a message once more by itself when no receipt has come in four days."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import UTSENDING

REMARKS = {"TIME-F03": ("TL-07",)}


class Wrong(HonestEpj):
    def time_passed(self) -> None:
        late = [one for one in self.memory.transport if one.direction == "ut" and one.status == "sendt"]
        for one in [one for one in late if self.is_late(one)]:
            newest = [time for time in self.memory.appointments.values() if time.patient == one.patient][-1]
            self.write(one.patient, UTSENDING, [self.push_dialog("05"), self.calendar_of(newest)])
