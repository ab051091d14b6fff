"""Finds the patient of a cancellation by the appointment when the message names none."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import AVBESTILLING, After, Refusal
from tests.miniatures.reading import Letter

FAILS = {"CANCEL-F14": ("A23",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        return [one for one in found if one[0] != "E36"] if letter.type == AVBESTILLING else found

    def cancellation_came(self, letter: Letter) -> After | None:
        ids = {letter.event.get("uid", ""), letter.event.get("related-to", "")} - {""}
        one = next((one for one in self.memory.appointments.values() if ids & self.ids_of(one)), None)
        return super().cancellation_came(replace(letter, patient=letter.patient or (one.patient if one else "")))
