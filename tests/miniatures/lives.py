"""What the honest miniature does when a life ends, or a pregnancy: nothing that was planned goes on."""

from __future__ import annotations

from typing import Any

from tests.miniatures.booktime import Timekeeping
from tests.miniatures.post import Setup

Answer = dict[str, Any]


class Lives(Timekeeping):
    """Withdraws what lies ahead, each told once and in the same words as ever."""

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.dead: set[str] = set()

    def staff_register_death(self, params: Answer) -> Answer:
        """Everything is withdrawn before she counts as dead."""
        patient = params["patient"]
        ahead = [one for one in self.memory.appointments.values() if one.patient == patient and one.status == "planned"]
        for one in ahead:
            self.withdrawn(one)
        self.dead.add(patient)
        self.died(patient)
        return {"outcome": "done", "reason": None, "data": {"withdrawn": len(ahead)}}

    def withdrawn(self, one: Any) -> None:
        """As when the clinic cancels."""
        self.called_off(one)

    def died(self, patient: str) -> None:
        """Nothing more is sent."""

    def staff_correct_death(self, params: Answer) -> Answer:
        """She lives; what was called off stays so."""
        self.dead.discard(params["patient"])
        return {"outcome": "done", "reason": None, "data": {}}

    def may_be_planned_for(self, patient: str) -> bool:
        """Whether anything new can be set up."""
        return patient not in self.dead
