"""Tells of a new time for an appointment that is called off, and leaves it called off in the timebook."""

from __future__ import annotations

from tests.miniatures.honest import Answer, HonestEpj

FAILS = {"BOOK-F25": ("AVT-02",)}


class Wrong(HonestEpj):
    def staff_change_appointment(self, params: Answer) -> Answer:
        one = self.memory.appointments[params["appointment"]]
        before, one.status = one.status, "planned"
        answer = super().staff_change_appointment(params)
        one.status = before
        return answer
