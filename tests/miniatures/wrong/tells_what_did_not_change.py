"""Sends a change when staff save an appointment as it was."""

from __future__ import annotations

from tests.miniatures.honest import Answer, HonestEpj
from tests.miniatures.records import Appointment

REMARKS = {"BOOK-N11": ("AVT-25",)}


class Wrong(HonestEpj):
    def is_unchanged(self, one: Appointment, params: Answer) -> bool:
        return False
