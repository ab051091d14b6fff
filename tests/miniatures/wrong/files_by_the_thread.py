"""Files an answer on whoever the thread is about, whatever patient the message names."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

FAILS = {"JRN-F05": ("JR-06",)}


class Wrong(HonestEpj):
    def message_came(self, letter: Letter) -> After | None:
        letter.patient = self.thread_for(letter).patient
        return super().message_came(letter)
