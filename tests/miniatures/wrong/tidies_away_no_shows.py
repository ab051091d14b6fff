"""Deletes an appointment that was not used."""

from __future__ import annotations

from typing import Any

from tests.miniatures.honest import Answer, HonestEpj

FAILS = {"JRN-N15": ("JR-11",)}


class Wrong(HonestEpj):
    def staff_register_no_show(self, params: dict[str, Any]) -> Answer:
        answer = super().staff_register_no_show(params)
        del self.memory.appointments[params["appointment"]]
        return answer
