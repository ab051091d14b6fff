"""Acknowledges what it can read, and says no in an answer (26) to what it will not file by itself."""

from __future__ import annotations

from tests.miniatures import templates
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter

ONLY = ("SEC-N01", "SEC-N02", "MSG-F60", "MSG-F34", "TRP-N06")
ODD = ("<script", "DROP TABLE")


class Legal(HonestEpj):
    def message_came(self, letter: Letter) -> After | None:
        thread = self.memory.threads.get(letter.conversation)
        known = {one["msg_id"] for one in thread.messages} if thread else {""}
        if letter.parent in known | {""} and not any(sign in letter.text for sign in ODD):
            return super().message_came(letter)
        root, note = letter.conversation or letter.msg_id, templates.note("26", "Ring oss, er du snill.")
        return lambda: self.say(letter, root, note)

    def say(self, letter: Letter, root: str, note: str) -> None:
        self.write(letter.patient, letter.type, [note], letter.msg_id, root)
