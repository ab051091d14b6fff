"""A wish that comes twice becomes two wishes."""

from __future__ import annotations

import uuid
from dataclasses import replace

from tests.miniatures.buslink import Delivery
from tests.miniatures.reading import Letter
from tests.miniatures.youth import YouthEpj

FAILS = {"YOUTH-F01": ("YU-02",)}


class Wrong(YouthEpj):
    def letter_came(self, letter: Letter, delivery: Delivery) -> None:
        known = self.wishes.get(letter.msg_id)
        if known is not None:
            again = str(uuid.uuid4())
            self.wishes[again] = replace(known, id=again)
        super().letter_came(letter, delivery)
