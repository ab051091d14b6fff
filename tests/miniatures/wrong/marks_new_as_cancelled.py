"""Marks every appointment as CANCELLED in the calendar, also the new one."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

REMARKS = {"BOOK-N01": ("A11",)}


class Wrong(HonestEpj):
    def calendar_of(self, one: Appointment) -> str:
        return super().calendar_of(one).replace("<summary>", "<status><text>CANCELLED</text></status><summary>")
