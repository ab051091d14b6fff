"""Sends what is for one citizen to another one too, as messages of their own."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures import templates
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import EKONTAKT
from tests.miniatures.records import Appointment, Thread
from tests.miniatures.world import PEOPLE

FAILS = {"BOOK-N01": ("MH-06",), "MSG-N01": ("MH-06",)}


class Wrong(HonestEpj):
    def push(self, code: str, one: Appointment) -> None:
        super().push(code, one)
        stranger = self.someone_else(one.patient)
        super().push(code, replace(one, patient=stranger, id=self.new_msg_id(), slot=self.new_msg_id()))

    def send_note(self, thread: Thread, parent: str, code: str, text: str) -> None:
        super().send_note(thread, parent, code, text)
        copy = templates.request("EKI", "7601", thread.subject, text)
        self.write(self.someone_else(thread.patient), EKONTAKT, [copy])

    def someone_else(self, ident: str) -> str:
        return next(person.ident for person in PEOPLE if person.ident != ident)
