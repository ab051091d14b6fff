"""Has no line in the transport log for what it sends."""

from __future__ import annotations

from typing import Any

from tests.miniatures.honest import Answer, HonestEpj

FAILS = {"JRN-N13": ("JR-16",)}


class Wrong(HonestEpj):
    def staff_read_transport_log(self, params: dict[str, Any]) -> Answer:
        answer = super().staff_read_transport_log(params)
        answer["data"]["entries"] = [one for one in answer["data"]["entries"] if one["direction"] == "inn"]
        return answer
