"""Tells Helsenorge the new time, and keeps the old one in the timebook."""

from __future__ import annotations

from typing import Any

from tests.miniatures.honest import Answer, HonestEpj

FAILS = {"BOOK-N02": ("AVT-02",)}


class Wrong(HonestEpj):
    def staff_change_appointment(self, params: dict[str, Any]) -> Answer:
        one = self.memory.appointments[params["appointment"]]
        start, end = one.start, one.end
        answer = super().staff_change_appointment(params)
        one.start, one.end = start, end
        return answer
