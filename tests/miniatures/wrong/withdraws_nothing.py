"""Registers that a child has died, and lets its appointments stand."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

REMARKS = {"ACC-F01": ("WD-03",)}


class Wrong(HonestEpj):
    def withdrawn(self, one: Appointment) -> None:
        """It stands."""
