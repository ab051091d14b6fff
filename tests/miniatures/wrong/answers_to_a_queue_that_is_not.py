"""Sends the receipt to the queue that the envelope names, and gives up when nobody has it."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj

FAILS = {"TRP-F05": ("A21",)}


class Wrong(HonestEpj):
    def check_envelope(self, delivery: Delivery) -> None:
        """Whatever it says."""
