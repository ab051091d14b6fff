"""Refuses a wish that breaks the schema, and shows it to staff all the same."""

from __future__ import annotations

from lxml import etree

from tests.miniatures.buslink import Delivery
from tests.miniatures.reading import DM, Letter
from tests.miniatures.youth import WISHES, Wish, YouthEpj

FAILS = {"YOUTH-F02": ("YU-02",)}


class Wrong(YouthEpj):
    def letter_came(self, letter: Letter, delivery: Delivery) -> None:
        text = etree.fromstring(delivery.body).findtext(f".//{DM}Sporsmal", "")
        if letter.type == WISHES:
            self.wishes[letter.msg_id] = Wish(letter.msg_id, letter.patient, text, "", self.local_text())
        super().letter_came(letter, delivery)
