"""Turns the end into UTC with the offset of the start, also the night when the clock is put back."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.miniatures import templates
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import OSLO
from tests.miniatures.records import Appointment

FAILS = {"TIME-N05": ("A10",)}


class Wrong(HonestEpj):
    def calendar_of(self, one: Appointment) -> str:
        start, end = datetime.fromisoformat(one.start), datetime.fromisoformat(one.end)
        begins = start.replace(tzinfo=OSLO).astimezone(UTC)
        values = {"uid": one.slot, "related-to": one.id, "contact": self.her_id, "location": one.location}
        times = {"dtstart": begins, "dtend": begins + (end - start)}
        written = {name: moment.strftime("%Y-%m-%dT%H:%M:%SZ") for name, moment in times.items()}
        return templates.calendar({**written, "summary": one.summary, **values})
