"""Turns the new time into UTC with the offset of the old one when an appointment is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.miniatures.honest import Answer, HonestEpj
from tests.miniatures.post import OSLO

FAILS = {"TIME-N02": ("A10",)}


class Wrong(HonestEpj):
    offset: timedelta | None = None

    def staff_change_appointment(self, params: Answer) -> Answer:
        old = datetime.fromisoformat(self.memory.appointments[params["appointment"]].start)
        self.offset = old.replace(tzinfo=OSLO).utcoffset()
        try:
            return super().staff_change_appointment(params)
        finally:
            self.offset = None

    def calendar_time(self, local: str) -> str:
        if self.offset is None:
            return super().calendar_time(local)
        moment = (datetime.fromisoformat(local) - self.offset).replace(tzinfo=UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
