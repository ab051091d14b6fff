"""Gives a nurse two patients at the same time."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

REMARKS = {"BOOK-F04": ("AVT-05",)}


class Wrong(HonestEpj):
    def is_taken(self, new: Appointment) -> bool:
        return False
