"""Tells Helsenorge that another appointment is cancelled, or was not used, than the one it is about."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"BOOK-N03": ("AVT-01",), "BOOK-N04": ("AVT-01",)}


class Wrong(HonestEpj):
    def push(self, code: str, one: Appointment) -> None:
        if code in ("08", "11"):
            start, end = "2030-01-07T09:00:00", "2030-01-07T09:15:00"
            one = replace(one, id=self.new_msg_id(), slot=self.new_msg_id(), start=start, end=end)
        super().push(code, one)
