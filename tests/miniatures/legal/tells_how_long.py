"""Tells how long the appointment lasts instead of when it ends, which one page of the guide allows."""

from __future__ import annotations

import re
from datetime import datetime

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

ONLY = ("BOOK-N01", "BOOK-N06", "BOOK-N19", "CANCEL-N13")


class Legal(HonestEpj):
    def calendar_of(self, one: Appointment) -> str:
        length = datetime.fromisoformat(one.end) - datetime.fromisoformat(one.start)
        lasts = f"<duration><duration>PT{length.seconds // 60}M</duration></duration>"
        return re.sub(r"<dtend>.*?</dtend>", lasts, super().calendar_of(one))
