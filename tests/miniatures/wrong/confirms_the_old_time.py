"""Says 08 to the cancellation of the old time, and lets the appointment stand at the new one."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter
from tests.miniatures.records import Cancellation

FAILS = {"CANCEL-F12": ("AVT-02",)}


class Wrong(HonestEpj):
    def cancellation_came(self, letter: Letter) -> After | None:
        one = self.find_appointment(letter)
        if one is None or self.calendar_time(one.start) == letter.event.get("dtstart"):
            return super().cancellation_came(letter)
        wish = Cancellation(letter.msg_id, letter.conversation or letter.msg_id)
        return lambda: self.answer_cancellation(letter.patient, one, wish, "08", "Timen er avbestilt.")
