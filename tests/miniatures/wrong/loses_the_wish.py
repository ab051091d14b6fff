"""Acknowledges the wish of a youth and shows it to nobody."""

from __future__ import annotations

from tests.miniatures.reading import Letter
from tests.miniatures.youth import Wish, YouthEpj

FAILS = {"YOUTH-N01": ("YU-02",)}


class Wrong(YouthEpj):
    def wish_of(self, letter: Letter) -> Wish:
        return Wish(letter.msg_id, letter.patient, "Ønsker en time", letter.patient_name, self.local_text())
