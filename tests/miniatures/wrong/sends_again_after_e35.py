"""Sends the message once more, as a new one, when Helsenorge says that the citizen is inactive."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import UTSENDING
from tests.miniatures.records import Logged

FAILS = {"BOOK-F01": ("A22",)}


class Wrong(HonestEpj):
    def rejected(self, sent: Logged, code: str, text: str) -> None:
        is_first = sent.patient not in self.memory.inactive
        super().rejected(sent, code, text)
        if code == "E35" and is_first:
            again = [one for one in self.memory.appointments.values() if one.patient == sent.patient][-1]
            self.write(sent.patient, UTSENDING, [self.push_dialog("05"), self.calendar_of(again)])
