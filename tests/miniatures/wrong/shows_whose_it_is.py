"""Refuses to cancel another child's appointment, and sends that appointment along to explain why."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter
from tests.miniatures.records import Cancellation

FAILS = {"CANCEL-F11": ("AVT-11",)}


class Wrong(HonestEpj):
    def cancellation_came(self, letter: Letter) -> After | None:
        if self.find_appointment(letter) is not None:
            return super().cancellation_came(letter)
        ids = {letter.event.get("uid", ""), letter.event.get("related-to", "")} - {""}
        one = next((one for one in self.memory.appointments.values() if ids & self.ids_of(one)), None)
        wish = Cancellation(letter.msg_id, letter.conversation or letter.msg_id)
        return lambda: self.answer_cancellation(letter.patient, one, wish, "26", "Timen gjelder en annen pasient.")
