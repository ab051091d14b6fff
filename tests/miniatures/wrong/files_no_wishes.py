"""Shows the wish of a youth to staff, and files it nowhere."""

from __future__ import annotations

from tests.miniatures.post import After
from tests.miniatures.reading import Letter
from tests.miniatures.youth import YouthEpj

REMARKS = {"YOUTH-N08": ("YU-06",)}


class Wrong(YouthEpj):
    def wish_came(self, letter: Letter) -> After | None:
        self.wishes[letter.msg_id] = self.wish_of(letter)
        return None
