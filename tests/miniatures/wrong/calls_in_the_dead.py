"""Sends the appointments of a child who has died once more instead of withdrawing them."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"ACC-F01": ("A16",)}


class Wrong(HonestEpj):
    def withdrawn(self, one: Appointment) -> None:
        self.push("05", one)
