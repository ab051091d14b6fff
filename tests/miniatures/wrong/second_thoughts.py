"""Rejects a question with a negative receipt after the positive one, instead of Notat 26."""

from __future__ import annotations

from tests.miniatures import templates
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter
from tests.miniatures.records import Thread

FAILS = {"MSG-F01": ("EK-01", "AR-05", "A21")}


class Wrong(HonestEpj):
    def message_came(self, letter: Letter) -> After | None:
        self.last = letter
        return super().message_came(letter)

    def send_note(self, thread: Thread, parent: str, code: str, text: str) -> None:
        document = templates.apprec(
            id_=self.new_msg_id(),
            gen_date=self.now_text(),
            sender=self.last.receiver,
            receiver=self.last.sender,
            errors=[("X99", text)],
            original=self.original_of(self.last),
        )
        to = self.last.sender[1][1]
        self.transmit(document, "APPREC", f"{to}_async", to, log=False)
