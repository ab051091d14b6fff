"""Files a message on whoever has the name in it, whatever the number says."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

REMARKS = {"MSG-F74": ("JR-14",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        named = (
            ident for ident, (family, given) in self.setup.people.items() if letter.patient_name == f"{given} {family}"
        )
        letter.patient = next(named, letter.patient)
        return letter
