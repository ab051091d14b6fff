"""Tells one who comes back of every appointment that lies ahead, also those she had from before."""

from __future__ import annotations

import uuid
from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

ONLY = ("BOOK-N10", "NOTE-F07")


class Legal(HonestEpj):
    def status_came(self, letter: Letter) -> None:
        was_away = letter.patient in self.memory.inactive
        super().status_came(letter)
        own = [one for one in self.memory.appointments.values() if one.patient == letter.patient]
        if not own or not was_away or letter.coded != "1":
            return
        older = replace(own[0], id=str(uuid.uuid4()), slot=str(uuid.uuid4()), start="2027-01-04T09:00:00")
        for one in (replace(older, end="2027-01-04T09:15:00"), *own):
            if one.status == "planned":
                self.push("05", one)
