"""Answers 30 to a cancellation that nobody sent on the patient's behalf."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter
from tests.miniatures.records import Cancellation

FAILS = {"CANCEL-N14": ("A14",)}


class Wrong(HonestEpj):
    def cancellation_came(self, letter: Letter) -> After | None:
        if letter.acting:
            return super().cancellation_came(letter)
        wish = Cancellation(letter.msg_id, letter.conversation or letter.msg_id)
        return lambda: self.answer_cancellation(letter.patient, None, wish, "30", "Bare foresatte kan avbestille.")
