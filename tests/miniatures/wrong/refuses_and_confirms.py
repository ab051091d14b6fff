"""Refuses the cancellation of an unknown appointment, and then answers that it is cancelled."""

from __future__ import annotations

from tests.miniatures import templates
from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import AVBESTILLING, Refusal
from tests.miniatures.reading import Letter

FAILS = {"CANCEL-F01": ("AVT-02",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        if letter.type == AVBESTILLING and self.find_appointment(letter) is None:
            found.append(("X99", "Timen finnes ikke"))
        return found

    def acknowledge(self, letter: Letter, delivery: Delivery, refusals: list[Refusal]) -> None:
        super().acknowledge(letter, delivery, refusals)
        if letter.type == AVBESTILLING and refusals:
            note = templates.note("08", "Timen er avbestilt.")
            self.write(letter.patient, AVBESTILLING, [note], letter.msg_id, letter.msg_id)
