"""Takes a receipt from anybody for the receiver's."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj

REMARKS = {"SEC-F12": ("SI-03",)}


class Wrong(HonestEpj):
    def is_from_receiver(self, delivery: Delivery) -> bool:
        return True
