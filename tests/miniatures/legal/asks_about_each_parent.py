"""Has staff decide on each cancellation by itself, also when both parents have cancelled the same appointment."""

from __future__ import annotations

from collections import defaultdict

from tests.miniatures.honest import Answer, HonestEpj, done
from tests.miniatures.post import After, Setup
from tests.miniatures.reading import Letter
from tests.miniatures.records import Cancellation

ONLY = ("CANCEL-F16", "CANCEL-N02", "CANCEL-N10")


class Legal(HonestEpj):
    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.more: dict[str, list[Cancellation]] = defaultdict(list)

    def cancellation_came(self, letter: Letter) -> After | None:
        found = self.find_appointment(letter)
        if found is None or found.cancellation is None or found.cancellation.state != "waiting":
            return super().cancellation_came(letter)
        self.file_in(letter, "avbestilling", appointment=found.id)
        self.more[found.id].append(Cancellation(letter.msg_id, letter.conversation or letter.msg_id))
        return None

    def staff_accept_cancellation(self, params: Answer) -> Answer:
        one, waiting = self.memory.appointments[params["appointment"]], self.more[params["appointment"]]
        if one.status == "cancelled" and waiting:
            self.answer_cancellation(one.patient, one, waiting.pop(0), "08", "Timen er avbestilt.")
            return done()
        return super().staff_accept_cancellation(params)
