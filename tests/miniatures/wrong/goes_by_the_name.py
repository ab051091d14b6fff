"""Finds the patient by name, whatever the number says."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"SEC-F11": ("JR-06",), "MSG-F43": ("JR-06",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        people = self.setup.people.items()
        named = [ident for ident, (family, given) in people if f"{given} {family}" == letter.patient_name]
        letter.patient = named[0] if named else letter.patient
        return letter
