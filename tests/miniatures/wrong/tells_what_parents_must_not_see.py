"""Sends an appointment that is kept from parents as any other."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

REMARKS = {"BOOK-N13": ("AVT-26",), "BOOK-F21": ("AVT-26",)}


class Wrong(HonestEpj):
    def is_withheld(self, one: Appointment) -> bool:
        return False
