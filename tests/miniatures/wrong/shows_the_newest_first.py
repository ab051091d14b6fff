"""Shows the messages of a thread in the wrong order."""

from __future__ import annotations

from typing import Any

from tests.miniatures.honest import Answer, HonestEpj

REMARKS = {"JRN-N10": ("JR-13",)}


class Wrong(HonestEpj):
    def staff_read_thread(self, params: dict[str, Any]) -> Answer:
        answer = super().staff_read_thread(params)
        if "messages" in answer["data"]:
            answer["data"]["messages"] = answer["data"]["messages"][::-1]
        return answer
