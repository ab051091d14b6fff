"""Ends all visits to a user when one of her plans is ended."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj
from tests.miniatures.honest import Answer

FAILS = {"HOME-F25": ("A19",)}


class Wrong(HomeCareEpj):
    def staff_end_visits(self, params: Answer) -> Answer:
        users = {one.patient for one in self.visits() if one.plan == params["plan"]}
        for plan in {one.plan for one in self.visits() if one.patient in users}:
            answer = super().staff_end_visits({**params, "plan": plan})
        return answer
