"""Lets staff call off, or register as not met, what they have called off or registered before, and tells it again."""

from __future__ import annotations

from tests.miniatures.honest import Answer, HonestEpj

REMARKS = {"BOOK-F23": ("AVT-25",), "BOOK-F24": ("AVT-25",)}


class Wrong(HonestEpj):
    def staff_register_no_show(self, params: Answer) -> Answer:
        self.memory.appointments[params["appointment"]].status = "planned"
        return super().staff_register_no_show(params)

    def staff_cancel_appointment(self, params: Answer) -> Answer:
        self.memory.appointments[params["appointment"]].status = "planned"
        return super().staff_cancel_appointment(params)
