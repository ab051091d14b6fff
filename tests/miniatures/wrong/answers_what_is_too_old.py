"""Answers what was asked in real time, however long ago."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj

REMARKS = {"TRP-F37": ("KON-10",)}


class Wrong(HonestEpj):
    def is_too_old(self, delivery: Delivery) -> bool:
        return False
