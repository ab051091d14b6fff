"""Calls off all visits of a plan when one is called off."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj
from tests.miniatures.honest import Answer

FAILS = {"HOME-F14": ("A19",)}


class Wrong(HomeCareEpj):
    def staff_cancel_visit(self, params: Answer) -> Answer:
        answer = super().staff_cancel_visit(params)
        for one in self.visits():
            if one.plan == params["plan"]:
                one.status = "cancelled"
        return answer
