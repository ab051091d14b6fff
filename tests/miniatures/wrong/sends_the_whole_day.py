"""Puts other appointments beside the one that the message is about."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"BOOK-N01": ("A16",)}


class Wrong(HonestEpj):
    def calendar_of(self, one: Appointment) -> str:
        start, end = "2030-01-07T09:00:00", "2030-01-07T09:15:00"
        other = replace(one, id=self.new_msg_id(), slot=self.new_msg_id(), start=start, end=end)
        (event,) = re.findall("<vevent>.*</vevent>", super().calendar_of(other), re.DOTALL)
        return super().calendar_of(one).replace("</vevent>", f"</vevent>{event}")
