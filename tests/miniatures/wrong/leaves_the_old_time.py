"""A move leaves a copy of the appointment standing on the old time."""

from __future__ import annotations

import uuid
from dataclasses import replace

from tests.miniatures.honest import Answer, HonestEpj

FAILS = {"BOOK-N02": ("AVT-02",)}


class Wrong(HonestEpj):
    def staff_change_appointment(self, params: Answer) -> Answer:
        old = replace(self.memory.appointments[params["appointment"]], id=str(uuid.uuid4()))
        answer = super().staff_change_appointment(params)
        self.memory.appointments[old.id] = old
        return answer
