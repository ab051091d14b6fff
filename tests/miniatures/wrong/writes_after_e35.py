"""Stops sending appointments after E35, and tells the citizen about them in eKontakt instead."""

from __future__ import annotations

from tests.miniatures import templates
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import EKONTAKT
from tests.miniatures.records import Appointment

FAILS = {"BOOK-F01": ("A22",)}


class Wrong(HonestEpj):
    def push(self, code: str, one: Appointment) -> None:
        super().push(code, one)
        if one.patient in self.memory.inactive:
            self.write(one.patient, EKONTAKT, [templates.request("EKI", "7601", "Ny time", "Det er satt opp en time.")])
