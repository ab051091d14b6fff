"""Finds the patient by name where the number is missing."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import MH, Letter

FAILS = {"MSG-F13": ("A23",), "MSG-F44": ("A23",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        patient = self.open(delivery).find(f"{MH}MsgInfo/{MH}Patient")
        if not letter.patient and patient is not None:
            name = (patient.findtext(f"{MH}FamilyName"), patient.findtext(f"{MH}GivenName"))
            letter.patient = next((ident for ident, known in self.setup.people.items() if known == name), "")
        return letter
