"""Shows whoever was set up when the day began, though somebody else has been set up since."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit
from tests.miniatures.honest import Answer
from tests.miniatures.post import OSLO

FAILS = {"HOME-F22": ("A19",)}


class Wrong(HomeCareEpj):
    def staff_change_employees(self, params: Answer) -> Answer:
        one = self.memory.appointments[params["appointment"]]
        assert isinstance(one, Visit)
        before, answer = one.employees, super().staff_change_employees(params)
        if one.day == self.setup.clock().astimezone(OSLO).date().isoformat():
            one.employees = before
        return answer
