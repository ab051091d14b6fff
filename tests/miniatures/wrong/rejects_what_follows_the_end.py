"""Rejects whatever a youth writes after the e-consultation was marked as closed."""

from __future__ import annotations

from tests.miniatures.honest import Answer
from tests.miniatures.youth import YouthEpj

FAILS = {"YOUTH-N06": ("EK-01",)}


class Wrong(YouthEpj):
    def staff_answer_dialog(self, params: Answer) -> Answer:
        answer = super().staff_answer_dialog(params)
        if params["outcome"] == "close":
            self.memory.threads[params["thread"]].closed = True
        return answer
