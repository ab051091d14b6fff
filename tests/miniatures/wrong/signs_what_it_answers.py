"""Puts the name of whoever answers on everything that stands in the thread."""

from __future__ import annotations

from typing import Any

from tests.miniatures.honest import Answer, HonestEpj

REMARKS = {"JRN-N09": ("JR-12",)}


class Wrong(HonestEpj):
    def staff_answer_dialog(self, params: dict[str, Any]) -> Answer:
        answer = super().staff_answer_dialog(params)
        for one in self.memory.journal:
            if one.view.get("thread") == params["thread"]:
                one.view["author"] = "Siri Søster"
        return answer
